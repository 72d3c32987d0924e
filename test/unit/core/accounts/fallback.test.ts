import assert from 'node:assert/strict';
import { mayFallBack, nextOnLadder } from '../../../../src/core/accounts/fallback.ts';
import type { AccountState } from '../../../../src/core/accounts/standing.ts';
import { UsageWatch } from '../../../../src/core/accounts/usage.ts';
import { type Account, accountId, epochMs } from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { HandClock } from '../../../handClock.ts';
import { testAccount } from '../../../testAccount.ts';

const accounts = ['work', 'home', 'key'].map((label) => testAccount({ id: accountId(label), label }));

function next(
  ladder: readonly string[],
  tried: readonly string[],
  over: Partial<Record<string, AccountState>> = {},
): string | null {
  const usage = new UsageWatch(new HandClock());
  const credentials = { state: ({ label }: Account): AccountState => over[label] ?? { kind: 'ok' } };
  return nextOnLadder(ladder, accounts, new Set(tried.map(accountId)), { usage, credentials })?.label ?? null;
}

describe('the ladder of accounts', () => {
  it('is empty unless somebody has made one', () => {
    assert.equal(next([], ['work']), null);
  });

  it('is climbed in its order, past who was tried and who is not there', () => {
    assert.equal(next(['gone', 'work', 'key', 'home'], ['work']), 'key');
    assert.equal(next(['work', 'key'], ['work', 'key']), null);
  });

  it('passes over who needs a sign-in, and who is known to have reached a limit', () => {
    assert.equal(next(['home', 'key'], ['work'], { home: { kind: 'needs-sign-in', why: 'refused' } }), 'key');
    const usage = new UsageWatch(new HandClock());
    const outcome = { kind: 'failed', failure: { code: 'usage-limit', resetsAt: epochMs(900) } } as const;
    usage.note(accountId('home'), [{ kind: 'end', outcome, usage: noUsage }]);
    const known = { usage, credentials: { state: (): AccountState => ({ kind: 'ok' }) } };
    assert.equal(nextOnLadder(['home', 'key'], accounts, new Set(), known)?.label, 'key');
  });

  it('is for empty purses and ended sign-ins, not for trouble that passes', () => {
    for (const code of ['usage-limit', 'billing', 'credential-rejected'] as const) assert.ok(mayFallBack(code), code);
    for (const code of ['overloaded', 'server', 'unreachable', 'policy', 'rejected'] as const) {
      assert.ok(!mayFallBack(code), code);
    }
  });
});
