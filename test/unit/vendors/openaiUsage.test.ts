import assert from 'node:assert/strict';
import type { PlanUsage } from '../../../src/core/accounts/usage.ts';
import { type Account, epochMs } from '../../../src/core/model.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import type { Fault } from '../../simulator/faults.ts';

const path = '/wham/usage';

describe('What is left of a ChatGPT plan', () => {
  let lateMs = 0;
  let unfollow: () => void = () => undefined;
  const clock = { now: () => epochMs(systemClock.now() + lateMs), sleep: systemClock.sleep };
  const lab = productLab({}, { clock });
  beforeEach(() => {
    lateMs = 0;
    unfollow = lab.product.maestro.followUsage();
  });
  afterEach(() => unfollow());

  const asked = (): number => lab.simulator.journal.filter((entry) => entry.path === path).length;
  const known = (account: Account): Promise<PlanUsage> =>
    new Promise((resolve) => {
      const { usage } = lab.product.maestro;
      const look = (): void => {
        if (usage.of(account.id).limits.length > 0) resolve(usage.of(account.id));
      };
      usage.onDidChange(look);
      look();
    });

  it('is known before the first question, and asked for as the plan’s questions are', async () => {
    const { account } = await lab.product.signIn();
    const { limits, isReached } = await known(account);
    assert.deepEqual(
      limits.map(({ name, usedPercent, windowMinutes }) => [name, usedPercent, windowMinutes]),
      [
        ['primary', 12, 300],
        ['secondary', 34, 10_080],
      ],
    );
    assert.ok(limits.every(({ resetsAt }) => resetsAt !== null && resetsAt > systemClock.now()));
    assert.equal(isReached, false);
    const { rawHeaders } = await lab.simulator.waitFor((entry) => entry.path === path);
    const names = rawHeaders.map(([name]) => name);
    assert.deepEqual(names.slice(names.indexOf('Authorization'), names.indexOf('Authorization') + 2), [
      'Authorization',
      'chatgpt-account-id',
    ]);
  });

  it('is asked for again only after a while', async () => {
    const { account } = await lab.product.signIn();
    await known(account);
    await lab.product.accounts.activate(account.id);
    assert.equal(asked(), 1);
    lateMs = 6 * 60_000;
    await lab.product.accounts.activate(account.id);
    await lab.simulator.waitFor(() => asked() === 2);
  });

  it('is told as reached, until it resets, by a vendor that would not answer', async () => {
    const resetsAt = Math.floor(systemClock.now() / 1_000) + 900;
    const window = { used_percent: 100, limit_window_seconds: 18_000, reset_at: resetsAt };
    const rate = { allowed: false, limit_reached: true, primary_window: window, secondary_window: null };
    lab.simulator.script({ host: 'chatgpt', path, status: 200, body: { plan_type: 'plus', rate_limit: rate } });
    const { account } = await lab.product.signIn();
    const usage = await known(account);
    assert.deepEqual([usage.isReached, usage.resetsAt, usage.limits.length], [true, resetsAt * 1_000, 1]);
    lateMs = 901_000;
    assert.equal(lab.product.maestro.usage.of(account.id).isReached, false);
  });

  it('comes with the plan, which may be another by now', async () => {
    lab.simulator.script({ host: 'chatgpt', path, status: 200, body: { plan_type: 'pro', rate_limit: {} } });
    const { account } = await lab.product.signIn();
    assert.equal(account.plan, 'plus');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (lab.product.accounts.find(account.id)?.account.plan === 'pro') resolve();
      };
      lab.product.accounts.onDidChange(look);
      look();
    });
  });

  const nothing: readonly (readonly [string, Fault])[] = [
    ['a refusal', { host: 'chatgpt', path, named: 'server-error' }],
    ['no JSON', { host: 'chatgpt', path, status: 200, body: '[]' }],
    ['a web page', { host: 'chatgpt', path, named: 'firewall' }],
  ];
  for (const [what, fault] of nothing) {
    it(`stays unknown after ${what}, and nobody is troubled`, async () => {
      lab.simulator.script(fault);
      const { account } = await lab.product.signIn();
      await lab.simulator.waitFor((entry) => entry.path === path);
      assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
      assert.equal(lab.product.accounts.find(account.id)?.account.plan, 'plus');
    });
  }

  it('is not asked for where another pays: a company’s key, a shared plan, an API key', async () => {
    await lab.product.signIn(new PersonAtBrowser('enterprise'));
    await lab.product.signInBy('openai', 'chatgpt-sharing', new PersonAtBrowser());
    await lab.product.signInBy('openai', 'api-key', { values: { key: lab.simulator.openai.keyOf('pro') } });
    const { account } = await lab.product.signIn(new PersonAtBrowser('team'));
    await known(account);
    assert.equal(asked(), 1);
  });
});
