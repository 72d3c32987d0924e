import assert from 'node:assert/strict';
import { backoffMs, isAmbiguous, lifetime, renewAt } from '../../../../src/core/accounts/schedule.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { epochMs, type OAuthTokens } from '../../../../src/core/model.ts';
import { testCredential } from '../../../testAccount.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const living = (lifeMs: number): OAuthTokens => ({
  ...testCredential().tokens,
  obtainedAt: epochMs(0),
  expiresAt: epochMs(lifeMs),
});

describe('when a session is renewed', () => {
  it('at 80 % of its life, 5 minutes to 24 hours ahead of its end; the shortest a minute ahead or half-way', () => {
    const cases = [
      [hourMs, 0.8 * hourMs],
      [10 * dayMs, 9 * dayMs],
      [20 * minuteMs, 15 * minuteMs],
      [8 * minuteMs, 6.4 * minuteMs],
      [4 * minuteMs, 3 * minuteMs],
      [minuteMs, 0.5 * minuteMs],
      [0, 0],
    ] as const;
    assert.deepEqual(
      cases.map(([lifeMs]) => renewAt(living(lifeMs), 0)),
      cases.map(([, at]) => at),
    );
  });

  it('up to a tenth earlier by chance, never later and never past the end', () => {
    assert.equal(renewAt(living(hourMs), 1), 0.72 * hourMs);
    for (const lifeMs of [1, minuteMs, hourMs, 400 * dayMs]) {
      for (const random of [0, 0.5, 1]) assert.ok(renewAt(living(lifeMs), random) < lifeMs);
    }
  });

  it('a token that was renewed with a clock that was wrong is not renewed for ever', () => {
    const backwards = { ...living(0), obtainedAt: epochMs(hourMs) };
    assert.equal(renewAt(backwards, 1), hourMs);
  });

  it('good, ending and expired are different answers, and a key has no end', () => {
    const credential = { kind: 'oauth', tokens: living(hourMs) } as const;
    const at = [0, hourMs - minuteMs - 1, hourMs - minuteMs, hourMs - 1, hourMs];
    assert.deepEqual(
      at.map((now) => lifetime(credential, now)),
      ['good', 'good', 'ending', 'ending', 'expired'],
    );
    assert.equal(lifetime({ kind: 'none' }, dayMs), 'endless');
  });
});

describe('after a failed renewal', () => {
  const server: Failure = { code: 'server', status: 503 };

  it('the pause doubles from a second to five minutes, all of it by chance', () => {
    assert.deepEqual(
      [1, 2, 3, 9, 10, 2_000].map((failures) => backoffMs(failures, server, 1)),
      [1_000, 2_000, 4_000, 256_000, 300_000, 300_000],
    );
    assert.equal(backoffMs(4, server, 0.5), 4_000);
  });

  it('a vendor that names a time is left alone for that time', () => {
    assert.equal(backoffMs(1, { code: 'rate-limited', retryAfterMs: 90_000 }, 1), 90_000);
    assert.equal(backoffMs(1, { code: 'rate-limited', retryAfterMs: null }, 1), 1_000);
  });

  it('only what may have reached the vendor is sent again at once', () => {
    const again: Failure[] = [
      { code: 'unreachable', host: 'h', why: 'reset' },
      { code: 'timeout', host: 'h', stage: 'answering', seconds: 30 },
      { code: 'stalled', seconds: 30 },
      { code: 'bad-token-answer', detail: '' },
      { code: 'interrupted' },
    ];
    const not: Failure[] = [
      { code: 'unreachable', host: 'h', why: 'dns' },
      { code: 'unreachable', host: 'h', why: 'dns-silent' },
      { code: 'unreachable', host: 'h', why: 'refused' },
      { code: 'timeout', host: 'h', stage: 'connecting', seconds: 10 },
      { code: 'rate-limited', retryAfterMs: null },
      { code: 'credential-rejected' },
      { code: 'rejected', status: 400, detail: '' },
      server,
    ];
    assert.deepEqual([again.filter((one) => !isAmbiguous(one)), not.filter(isAmbiguous)], [[], []]);
  });
});
