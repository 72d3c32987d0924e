import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { ending } from '../../product.ts';
import { answerText as answerWith } from '../../rawServer.ts';
import { outcome, rawTurns, waits } from './rawTurns.ts';
import { openHead, whole } from './responsesEvents.ts';

/** An error as OpenAI sends it. */
function refusal(status: string, error: object, headers: readonly string[] = []): string {
  return answerWith(JSON.stringify({ error }), ['Content-Type: application/json', ...headers], status);
}

describe('an answer other than 200', () => {
  const start = rawTurns();

  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} is not followed (ST-40)`, async () => {
      const thief = await start(({ socket }) => socket.write(answerWith('stolen')));
      const location = `Location: ${thief.server.origin}/v1/responses`;
      const turns = await start(({ socket }) => socket.write(answerWith('', [location], `${status} Moved`)));
      assert.deepEqual(outcome(await turns.ask()), { code: 'redirected', host: turns.host, to: thief.host });
      assert.deepEqual([turns.requests, thief.server.connections], [1, 0]);
    });
  }

  const page = '<html><head><title>Blocked</title></head><body><script>steal()</script></body></html>';
  const final: readonly (readonly [id: string, answer: string, expected: Partial<Failure>])[] = [
    ['ST-41', refusal('400 Bad Request', { code: 'context_length_exceeded' }), { code: 'context-too-long' }],
    [
      'ST-42',
      refusal('422 Unprocessable Content', { message: 'x'.repeat(9_000) }, ['x-request-id: req_1']),
      { code: 'rejected', status: 422 },
    ],
    ['ST-42', refusal('404 Not Found', { code: 'model_not_found', message: 'gone' }), { code: 'model-unavailable' }],
    ['ST-46', refusal('402 Payment Required', { message: 'pay' }), { code: 'billing', detail: 'pay' }],
    ['ST-46', refusal('403 Forbidden', { message: 'not in your plan' }), { code: 'not-entitled' }],
    ['ST-46', refusal('403 Forbidden', { code: 'unsupported_country_region_territory' }), { code: 'region' }],
    ['ST-47', answerWith(page, ['Content-Type: text/html'], '403 Forbidden'), { code: 'web-page', title: 'Blocked' }],
    ['ST-52', refusal('429 Too Many Requests', { code: 'insufficient_quota' }), { code: 'billing' }],
    [
      'ST-52',
      refusal('429 Too Many Requests', { code: 'usage_limit_reached', resets_at: 1_800_000_000 }),
      { code: 'usage-limit' },
    ],
  ];
  for (const [id, answer, expected] of final) {
    it(`${answer.slice(9, 12)} is ${expected.code}, is not tried again and signs nobody out (${id})`, async () => {
      const turns = await start(({ socket }) => socket.write(answer));
      const failure = outcome(await turns.ask());
      assert.partialDeepStrictEqual(failure, expected);
      assert.ok(JSON.stringify(failure).length < 600, 'what is shown of it is short');
      assert.deepEqual([turns.requests, turns.product.accounts.list.length], [1, 1]);
    });
  }

  for (const status of ['408 Request Timeout', '409 Conflict', '425 Too Early']) {
    it(`${status} is tried again (ST-49)`, async () => {
      const turns = await start(({ socket }, attempt) => {
        if (attempt === 1) socket.write(answerWith('', [], status));
        else socket.end(openHead + whole);
      });
      assert.deepEqual([ending(await turns.ask()), turns.requests], ['complete', 2]);
    });
  }

  it('503 is tried three times, and then said (ST-53)', async () => {
    const turns = await start(({ socket }) => socket.write(answerWith('', [], '503 Service Unavailable')));
    assert.deepEqual([outcome(await turns.ask()), turns.requests], [{ code: 'server', status: 503 }, 3]);
  });

  it('overload is tried three times, each time after a longer wait than other trouble (ST-54)', async () => {
    const bySecond = { '503 Service Unavailable': [250, 500], '529 Site Overloaded': [500, 1_000] };
    for (const [status, expected] of Object.entries(bySecond)) {
      const turns = await start(({ socket }) => socket.write(answerWith('', [], status)));
      assert.deepEqual(waits(await turns.ask()), expected);
    }
  });

  describe('429 with', () => {
    const date = 'Date: Sat, 21 Nov 2026 12:00:00 GMT';
    /** Waits for another attempt take no time; the limits around them do. */
    const patient: Clock = {
      now: systemClock.now,
      sleep: (ms, signal) => systemClock.sleep(ms === 5_000 || ms > 60_000 ? ms : 0, signal),
    };
    const table: readonly (readonly [headers: readonly string[], waitMs: number | null])[] = [
      [['Retry-After: 7'], 7_000],
      [['Retry-After: 60'], 60_000],
      [['Retry-After: 0'], 1_000],
      [['Retry-After: 3600'], null],
      [[date, 'Retry-After: Sat, 21 Nov 2026 12:00:09 GMT'], 9_000],
      [[date, 'Retry-After: Sat, 21 Nov 2026 11:00:00 GMT'], 1_000],
      [[date, 'Retry-After: Sat, 21 Nov 2026 13:00:00 GMT'], null],
      [['retry-after-ms: 1500', 'Retry-After: 7'], 1_500],
      [['Retry-After: banana'], 250],
      [['Retry-After: -5'], 250],
      [['Retry-After: 7', 'Retry-After: 9'], 250],
      [[], 250],
    ];
    for (const [headers, waitMs] of table) {
      const what = headers.length === 0 ? 'no word on when' : headers.join(', ');
      const then = waitMs === null ? 'is not waited for' : `waits ${waitMs} ms`;
      it(`${what} ${then} (ST-50, ST-51)`, async () => {
        const turns = await start(
          ({ socket }, attempt) => {
            if (attempt === 1) socket.write(answerWith('', headers, '429 Too Many Requests'));
            else socket.end(openHead + whole);
          },
          { clock: patient },
        );
        const parts = await turns.ask();
        assert.deepEqual(waits(parts), waitMs === null ? [] : [waitMs]);
        assert.equal(ending(parts), waitMs === null ? 'rate-limited' : 'complete');
      });
    }
  });
});
