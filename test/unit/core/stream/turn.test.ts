import assert from 'node:assert/strict';
import { MaestroError } from '../../../../src/core/failure.ts';
import type { Model } from '../../../../src/core/model.ts';
import { runTurn } from '../../../../src/core/stream/turn.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryLog } from '../../../memoryStorage.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { asked } from '../../../testMessages.ts';
import { testAbilities, testModel } from '../../../testModel.ts';
import { testVendor, testWire } from '../../../testVendor.ts';

describe('a turn', () => {
  /** How long the network is told to wait for a server that says nothing. */
  async function patienceFor(model: Model, own: { readonly patienceMs?: number } = {}): Promise<number | undefined> {
    const given: (number | undefined)[] = [];
    const deps = {
      http: {
        send: async ({ patienceMs }: { readonly patienceMs?: number }) => {
          given.push(patienceMs);
          throw new MaestroError({ code: 'internal', detail: 'nothing is sent here' });
        },
      },
      clock: new HandClock(),
      credentials: { current: async () => testCredential(), refused: async () => undefined },
      log: new MemoryLog(),
      random: () => 0,
    };
    const wire = testWire({
      encode: () => ({ method: 'POST', url: new URL('https://api.openai.com/v1'), headers: [], body: '', ...own }),
    });
    const vendor = testVendor({ wire: async () => wire });
    const request = {
      model,
      instructions: '',
      messages: asked([], 'q'),
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
    } as const;
    for await (const _ of runTurn(deps, vendor, testAccount(), request, new AbortController().signal));
    assert.equal(given.length, 1);
    return given[0];
  }

  it('gives a model that does not stream ten minutes of silence, unless its vendor knows better', async () => {
    const whole = testModel({ can: testAbilities({ streaming: false }) });
    assert.equal(await patienceFor(testModel()), undefined);
    assert.equal(await patienceFor(whole), 600_000);
    assert.equal(await patienceFor(whole, { patienceMs: 1_200_000 }), 1_200_000);
  });
});
