import assert from 'node:assert/strict';
import { UsageWatch } from '../../../../src/core/accounts/usage.ts';
import { accountId, epochMs } from '../../../../src/core/model.ts';
import { type EndPart, noUsage, type RateLimit } from '../../../../src/core/parts.ts';
import { HandClock } from '../../../handClock.ts';

const account = accountId('a1');
const other = accountId('a2');
const primary: RateLimit = { name: 'primary', usedPercent: 12, remaining: null, windowMinutes: 300, resetsAt: null };
const refused: EndPart = {
  kind: 'end',
  outcome: { kind: 'failed', failure: { code: 'usage-limit', resetsAt: epochMs(900) } },
  usage: noUsage,
};
const answered: EndPart = { kind: 'end', outcome: { kind: 'complete', reason: 'stop' }, usage: noUsage };

describe('the limits of an account', () => {
  it('are known as its vendor last said, and told once', () => {
    const watch = new UsageWatch(new HandClock());
    const told: string[] = [];
    watch.onDidChange((id) => told.push(id));
    watch.note(account, [{ kind: 'limits', limits: [primary] }]);
    watch.note(account, [{ kind: 'limits', limits: [primary] }]);
    assert.deepEqual([watch.of(account).limits, watch.of(other).limits, told], [[primary], [], [account]]);
  });

  it('are reached from a refusal until they reset, or until an answer comes', () => {
    const before = new UsageWatch(new HandClock(0));
    before.note(account, [refused]);
    assert.deepEqual([before.of(account).isReached, before.of(account).resetsAt], [true, 900]);
    before.note(account, [answered]);
    assert.equal(before.of(account).isReached, false);
    const after = new UsageWatch(new HandClock(901));
    after.note(account, [refused]);
    assert.equal(after.of(account).isReached, false);
  });
});
