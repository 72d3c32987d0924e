import assert from 'node:assert/strict';
import { isSession } from '../../../src/core/model.ts';
import { Product } from '../../product.ts';
import { quickSimulator } from '../../signInBrowser.ts';
import type { Simulator } from '../../simulator/simulator.ts';

describe('what a sign-in is allowed to do', () => {
  let simulator: Simulator;
  let product: Product;

  before(async () => {
    simulator = await quickSimulator();
  });
  beforeEach(() => {
    simulator.reset();
    product = new Product(simulator);
  });
  afterEach(() => product.close());
  after(() => simulator.close());

  const told = (): readonly string[] => product.log.lines.filter((line) => line.startsWith('other scopes'));

  it('is kept as it was granted, and the log says what was asked for in vain and what came unasked (OA-68)', async () => {
    simulator.script({ host: 'auth', path: '/oauth/token', tokens: { set: { scope: 'openid email extra' } } });
    const { account } = await product.signIn();
    const credential = product.accounts.find(account.id)?.credential;
    assert.ok(credential !== undefined && isSession(credential));
    assert.deepEqual(credential.tokens.scopes, ['openid', 'email', 'extra']);
    const facts = { account: account.id, missing: 'profile offline_access', more: 'extra' };
    assert.deepEqual(told(), [`other scopes granted than asked for ${JSON.stringify(facts)}`]);
  });

  it('is nothing to be logged where it is what was asked for', async () => {
    await product.signIn();
    assert.deepEqual(told(), []);
  });
});
