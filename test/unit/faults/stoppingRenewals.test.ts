import assert from 'node:assert/strict';
import { InProcessLocks } from '../../../src/core/accounts/inProcess.ts';
import type { Account } from '../../../src/core/model.ts';
import type { Locks } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { MapTexts, until } from '../../accountWindows.ts';
import { ending, type Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';

const answers = '/codex/responses';
const tokens = '/oauth/token';

describe('a turn that is stopped while its credential is renewed', function () {
  this.timeout(15_000);
  const lab = productLab();
  const locks = new InProcessLocks(systemClock);
  /** The locks that were asked for. */
  let wanted: string[];
  let shared: { readonly locks: Locks; readonly texts: MapTexts };
  let product: Product;
  let account: Account;

  beforeEach(async () => {
    wanted = [];
    const acquire: Locks['acquire'] = (name, waitMs, signal) => {
      wanted.push(name);
      return locks.acquire(name, waitMs, signal);
    };
    shared = { locks: { acquire }, texts: new MapTexts() };
    product = lab.open({ shared });
    ({ account } = await product.signIn());
    lab.simulator.reset();
    lab.simulator.expireAccessTokens();
    wanted = [];
  });

  const requests = (path: string): number => lab.simulator.journal.filter((entry) => entry.path === path).length;

  it('ends at once; the renewal goes on, so that its refresh token is not lost (ST-64)', async () => {
    lab.simulator.script({ path: tokens, delayHeadersMs: 200 });
    const stop = new AbortController();
    const asking = product.ask(account, 'Hello', [], stop.signal);
    await lab.simulator.waitFor((entry) => entry.path === tokens);
    stop.abort();
    assert.equal(ending(await asking), 'cancelled');
    const { credentials } = product.maestro;
    assert.equal(credentials.state(account).kind, 'renewing');
    await until(() => credentials.state(account).kind === 'ok');
    assert.equal(ending(await product.ask(account, 'Hello')), 'complete');
    assert.deepEqual([requests(answers), requests(tokens)], [2, 1]);
  });

  it('while another window renews it ends at once, and leaves the renewal to that (ST-64)', async () => {
    lab.simulator.script({ path: tokens, delayHeadersMs: 60_000 });
    const other = lab.open({ shared, secrets: product.secrets });
    await other.accounts.load();
    void product.ask(account, 'Hello');
    await lab.simulator.waitFor((entry) => entry.path === tokens);
    const stop = new AbortController();
    const asking = other.ask(account, 'Hello', [], stop.signal);
    await until(() => wanted.length === 2);
    assert.equal(wanted[0], wanted[1]);
    stop.abort();
    assert.equal(ending(await asking), 'cancelled');
    assert.deepEqual([requests(answers), requests(tokens)], [2, 1]);
  });
});
