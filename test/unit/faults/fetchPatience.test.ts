import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { failureOf } from '../../../src/core/failure.ts';
import { readBody } from '../../../src/core/readBody.ts';
import { FetchHttp } from '../../../src/node/fetchHttp.ts';
import { closingAfterEach } from '../../closing.ts';
import { eventStreamHead, piece, RawServer } from '../../rawServer.ts';

/** What Node's `fetch` gives a head and the silences of a body, in ms; no setting changes it. */
const ofFetchMs = 300_000;

describe('the patience of fetch', () => {
  const closing = closingAfterEach();
  const never = new AbortController().signal;

  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  for (const [what, answer, failure] of [
    ['a head', null, { code: 'timeout', stage: 'answering', seconds: 295 }],
    ['the rest of a body', eventStreamHead + piece('data: 1\n\n'), { code: 'stalled', seconds: 295 }],
  ] as const) {
    it(`for ${what} never runs out before ours does, however much of it is asked for (NT-12)`, async () => {
      const asked = Promise.withResolvers<void>();
      const server = closing(
        await RawServer.start(({ socket }) => {
          if (answer !== null) socket.write(answer);
          asked.resolve();
        }),
      );
      const url = new URL(server.origin);
      const sent = new FetchHttp(fetch).send(
        { method: 'GET', url, headers: [], body: null, patienceMs: 2 * ofFetchMs },
        never,
      );
      await asked.promise;
      const ended = (answer === null ? sent : readBody((await sent).body, 1_000)).then(() => null, failureOf);
      mock.timers.tick(ofFetchMs - 1);
      const expected = 'stage' in failure ? { ...failure, host: url.host } : failure;
      assert.deepEqual(await ended, expected);
    });
  }
});
