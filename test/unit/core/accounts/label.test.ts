import assert from 'node:assert/strict';
import { uniqueLabel } from '../../../../src/core/accounts/label.ts';
import { accountId } from '../../../../src/core/model.ts';
import { testAccount } from '../../../testAccount.ts';

describe('the name of a new account', () => {
  it('is one line of at most 120 visible characters, whatever the vendor calls the person (OA-76)', () => {
    const nasty = `[a](command:x) <img src=x>\u202e\u200b\u001b[31m\r\n${'y'.repeat(1_000_000)}`;
    const others = [testAccount({ id: accountId('a0'), label: uniqueLabel(testAccount({ label: nasty }), []) })];
    for (let n = 0; n < 5; n++) {
      const account = testAccount({ id: accountId(`b${n}`), label: nasty, plan: nasty, workspace: nasty });
      const label = uniqueLabel(account, others);
      assert.ok(label.length <= 120, `${label.length} characters`);
      assert.doesNotMatch(label, /[\p{Cc}\u200b\u202e]/u);
      assert.ok(!others.some((other) => other.label === label));
      others.push({ ...account, label });
    }
  });
});
