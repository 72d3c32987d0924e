import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import type { FaultName } from '../simulator/namedFaults.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { accountIdOf, askedQuestions, reset, script, signIn, signOutOfAll } from './person.ts';

const ada = personaOf('plus');

/** What the sample writes for a question to a model. */
async function ask(question: string, model: string): Promise<string> {
  return String(await commands.executeCommand('maestroSample.ask', question, model));
}

/** What VS Code's consent keeps from a second extension, and what it does after it, is in test/journeys/sample.test.ts. */
describe('a second extension, the sample,', () => {
  it('finds one entry where nobody is signed in, and is told so when it asks', async () => {
    await extensions.getExtension('maestro-samples.maestro-sample')?.activate();
    const models = await commands.executeCommand('maestroSample.listModels');
    assert.deepEqual(models, ['sign-in']);
    assert.match(await ask('Hello', 'sign-in'), /Not allowed: .*not signed in/);
  });

  describe('with an account', () => {
    let model = '';

    before(async () => {
      await signIn('plus');
      model = `${await accountIdOf(ada.email)}~gpt-5.6-sol`;
    });

    after(signOutOfAll);

    beforeEach(reset);

    it('lists its models', async () => {
      const models = await commands.executeCommand<readonly string[]>('maestroSample.listModels');
      assert.ok(models.includes(model), models.join());
      assert.ok(!models.includes('sign-in'));
    });

    it('counts tokens and is answered', async () => {
      assert.match(await ask('who am I?', model), /in about 3 tokens: who am I\?\n\n.*Ada Lovelace.*gpt-5\.6-sol/s);
    });

    it('runs its tool whenever the model calls it, also when it calls it wrongly', async () => {
      const calls = 'call weekday with {"date":"2026-11-21"} and call weekday with {"date":"never"}';
      assert.match(await ask(calls, model), /Saturday[\s\S]*There is no such date/);
      assert.equal((await askedQuestions()).length, 2);
    });

    const kinds: readonly (readonly [FaultName, told: RegExp])[] = [
      ['not-entitled', /Not allowed: .*may not use it/],
      ['usage-limit', /Held back: .*limit is reached/],
      ['model-retired', /Not there: .*not available/],
      ['truncated', /No whole answer: .*ended early/],
    ];
    for (const [named, told] of kinds) {
      it(`tells ${named} from other errors`, async () => {
        await script({ host: 'chatgpt', path: '/codex/responses', named });
        assert.match(await ask('Hello', model), told);
      });
    }
  });
});
