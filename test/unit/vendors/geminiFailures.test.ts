import assert from 'node:assert/strict';
import { explain } from '../../../src/vendors/gemini/failures.ts';

describe('Gemini answers that are none', () => {
  const answer = (
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof explain> =>
    explain({ host: 'g.example', status, body, header: (name) => headers[name] ?? null });

  it('are read with commas too many, in a list, and with the waits of their headers', () => {
    const stray =
      '[,{"error":{"code":429,,"message":"a, , b","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x.RetryInfo","retryDelay":"7s",}, , ],}}]';
    assert.deepEqual(answer(429, stray), { code: 'rate-limited', retryAfterMs: 7_000 });
    assert.deepEqual(answer(400, '{"error":{"message":"a, , b",}}'), {
      code: 'rejected',
      status: 400,
      detail: 'a, , b',
    });
    assert.deepEqual(answer(429, '{}', { 'retry-after': '3' }), { code: 'rate-limited', retryAfterMs: 3_000 });
    assert.deepEqual(answer(500, 'gone'), { code: 'server', status: 500 });
    assert.deepEqual(answer(200, '{"error":{"code":503,"status":"UNAVAILABLE"}}'), { code: 'overloaded' });
    assert.deepEqual(answer(200, '{"error":"broken"}'), { code: 'server', status: 500 });
  });

  it('are read in one pass, and not repaired where they are long', () => {
    assert.deepEqual(answer(500, `{"${'\\"'.repeat(30_000)}`), { code: 'server', status: 500 });
    assert.deepEqual(answer(500, `"${'\\"'.repeat(2_000_000)}`), { code: 'server', status: 500 });
    const stray = (length: number): string => `{"error":{"status":"UNAVAILABLE",,"x":"${'x'.repeat(length)}"}}`;
    assert.deepEqual(answer(500, stray(60_000)), { code: 'overloaded' });
    assert.deepEqual(answer(500, stray(70_000)), { code: 'server', status: 500 });
  });

  it('are web pages where a firewall or a portal answers', () => {
    const found = answer(403, '<html><title>Blocked</title></html>', { 'content-type': 'text/html' });
    assert.deepEqual(found, { code: 'web-page', host: 'g.example', title: 'Blocked' });
  });

  it('tell when the day’s quota begins anew: at midnight Pacific time', () => {
    const body = JSON.stringify({
      error: {
        details: [{ '@type': 'google.rpc.QuotaFailure', violations: [{ quotaId: 'PerDay', quotaValue: '9' }] }],
      },
    });
    const at = (date: string): unknown => answer(429, body, { date });
    const resetsAt = Date.parse('2026-11-22T08:00:00Z');
    assert.deepEqual(at('Sun, 22 Nov 2026 07:59:59 GMT'), { code: 'usage-limit', resetsAt });
    assert.deepEqual(at('Sat, 21 Nov 2026 08:00:00 GMT'), { code: 'usage-limit', resetsAt });
    assert.deepEqual(at('Fri, 03 Jul 2026 12:00:00 GMT'), {
      code: 'usage-limit',
      resetsAt: Date.parse('2026-07-04T07:00:00Z'),
    });
    assert.deepEqual(at('yesterday'), { code: 'usage-limit', resetsAt: null });
  });
});
