import type { Failure } from '../failure.ts';
import { type Credential, isSession, type OAuthTokens } from '../model.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const longestBackoffMs = 300_000;
const shortestBackoffMs = 100;

/**
 * When a token is to be renewed: after 80 % of its life, but 5 minutes to 24 hours before its end. One that lives shorter
 * than 10 minutes is renewed after 80 % too, but a minute before its end, or half-way where even that is too much. `random`,
 * between 0 and 1, brings it up to a tenth of the wait forward, so that windows do not wake together.
 */
export function renewAt({ obtainedAt, expiresAt }: OAuthTokens, random: number): number {
  const lifeMs = Math.max(0, expiresAt - obtainedAt);
  const aheadMs = Math.min(dayMs, Math.max(5 * minuteMs, 0.2 * lifeMs));
  const waitMs = lifeMs < 10 * minuteMs ? Math.min(0.8 * lifeMs, lifeMs - lastMinuteMs(lifeMs)) : lifeMs - aheadMs;
  return obtainedAt + waitMs * (1 - 0.1 * random);
}

/** From when on a request waits for a renewal: before that it goes with the token that is still good. */
function waitFrom({ obtainedAt, expiresAt }: OAuthTokens): number {
  return expiresAt - lastMinuteMs(Math.max(0, expiresAt - obtainedAt));
}

/** `endless` is what nobody needs to renew; `ending` is still good, but not for longer than a minute. */
export type Lifetime = 'endless' | 'good' | 'ending' | 'expired';

/** How long a request can go with the credential. A key that was traded for a session outlives it. */
export function lifetime(credential: Credential, now: number): Lifetime {
  return credential.kind === 'oauth' ? sessionLifetime(credential, now) : 'endless';
}

/** How long the session behind the credential is good, if there is one. */
export function sessionLifetime(credential: Credential, now: number): Lifetime {
  if (!isSession(credential)) return 'endless';
  if (now >= credential.tokens.expiresAt) return 'expired';
  return now >= waitFrom(credential.tokens) ? 'ending' : 'good';
}

/** The vendor's rest after so many failures in a row: up to 1, 2, 4 … 300 s by chance, or longer if it says so. */
export function backoffMs(failures: number, failure: Failure, random: number): number {
  const asked = failure.code === 'rate-limited' ? (failure.retryAfterMs ?? 0) : 0;
  return Math.max(
    asked,
    shortestBackoffMs,
    Math.round(random * Math.min(longestBackoffMs, 1_000 * 2 ** (failures - 1))),
  );
}

/**
 * Whether the request may have reached the vendor although no answer came of it. Then its token may be used up, and the same
 * request soon is the best chance: most vendors honour a used token for 10 to 60 s.
 */
export function isAmbiguous(failure: Failure): boolean {
  switch (failure.code) {
    case 'unreachable':
      return failure.why === 'reset' || failure.why === 'other';
    case 'timeout':
      return failure.stage === 'answering';
    case 'stalled':
    case 'bad-token-answer':
    case 'interrupted':
    case 'truncated':
    case 'empty':
    case 'too-much':
    case 'unreadable':
    case 'internal':
      return true;
    default:
      return false;
  }
}

function lastMinuteMs(lifeMs: number): number {
  return Math.min(minuteMs, lifeMs / 2);
}
