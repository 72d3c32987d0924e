import assert from 'node:assert/strict';
import { isSession } from '../../../src/core/model.ts';
import { productLab } from '../../productLab.ts';

describe('what a sign-in is allowed to do', () => {
  const lab = productLab();

  const told = (): readonly string[] => lab.product.log.lines.filter((line) => line.startsWith('other scopes'));

  it('is kept as it was granted, and the log says what was asked for in vain and what came unasked (OA-68)', async () => {
    lab.simulator.script({ host: 'auth', path: '/oauth/token', tokens: { set: { scope: 'openid email extra' } } });
    const { account } = await lab.product.signIn();
    const credential = lab.product.accounts.find(account.id)?.credential;
    assert.ok(credential !== undefined && isSession(credential));
    assert.deepEqual(credential.tokens.scopes, ['openid', 'email', 'extra']);
    const facts = { account: account.id, missing: 'profile offline_access', more: 'extra' };
    assert.deepEqual(told(), [`other scopes granted than asked for ${JSON.stringify(facts)}`]);
  });

  it('is nothing to be logged where it is what was asked for', async () => {
    await lab.product.signIn();
    assert.deepEqual(told(), []);
  });
});
