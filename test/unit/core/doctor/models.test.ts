import assert from 'node:assert/strict';
import { type ModelFacts, modelFindings } from '../../../../src/core/doctor/models.ts';

const usual: ModelFacts = { version: '1.140.0', hasApi: true, listed: 5, given: 5, isDisabled: false, isTrusted: true };

describe('what the Doctor says of models in VS Code', () => {
  const situations: readonly (readonly [what: string, facts: Partial<ModelFacts>, verdicts: string, says: RegExp])[] = [
    ['all are listed', {}, 'ok', /Manage Language Models/],
    ['none is listed', { listed: 0 }, 'fail', /lists 0 of 5/],
    ['some are missing', { listed: 3 }, 'warn', /lists 3 of 5/],
    ['VS Code does not answer', { listed: null }, 'warn', /could not be asked/],
    ['the editor is a fork without models', { hasApi: false, listed: null }, 'warn', /own view/],
    ['VS Code is older than chat without GitHub', { version: '1.121.3' }, 'ok warn', /GitHub account/],
    ['VS Code is the version that hides models', { version: '1.120.0' }, 'ok warn', /hides models/],
    ['VS Code is an insiders’ build', { version: '1.141.0-insider' }, 'ok', /lists all that Maestro gives it: 5/],
    [
      'its AI features are off, in a folder that is not trusted',
      { isDisabled: true, isTrusted: false },
      'ok warn warn',
      /disableAIFeatures/,
    ],
  ];
  for (const [what, facts, verdicts, says] of situations) {
    it(`where ${what}`, () => {
      const findings = modelFindings({ ...usual, ...facts });
      assert.equal(findings.map(({ verdict }) => verdict).join(' '), verdicts);
      assert.match(JSON.stringify(findings), says);
    });
  }
});
