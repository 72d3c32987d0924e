import assert from 'node:assert/strict';
import { type FailureCode, failureOf } from '../../../src/core/failure.ts';
import { ending, Product } from '../../product.ts';
import { PersonAtBrowser, quickSimulator } from '../../signInBrowser.ts';
import type { Fault } from '../../simulator/faults.ts';
import type { Simulator } from '../../simulator/simulator.ts';

const token = { host: 'auth', path: '/oauth/token' } as const;
/** Lets the code exchange pass: what is scripted after it meets the exchange for a key. */
const codeFirst: Fault = { ...token, delayHeadersMs: 0 };

describe('The key of a company’s ChatGPT workspace', () => {
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

  const signIn = () => product.signIn(new PersonAtBrowser('enterprise'));

  const refusals: readonly (readonly [what: string, faults: readonly Fault[]])[] = [
    ['is refused by policy', [codeFirst, { ...token, status: 403, body: { error: { message: 'Not for you.' } } }]],
    ['is no key', [codeFirst, { ...token, status: 200, body: { access_token: 'eyJ.not.akey' } }]],
    ['is not known to the platform', [{ host: 'api', path: '/models', named: 'invalid-key' }]],
    ['has no credit', [{ host: 'api', path: '/models', named: 'quota' }]],
  ];
  for (const [what, faults] of refusals) {
    it(`that ${what} is done without, and the person is told`, async () => {
      simulator.script(...faults);
      const { account, credential, notice } = await signIn();
      assert.deepEqual([credential.kind, notice?.code], ['oauth', 'exchange-refused']);
      assert.ok(notice?.code === 'exchange-refused' && notice.detail !== '');
      assert.equal(ending(await product.ask(account, 'hello')), 'complete');
      assert.equal(simulator.journal.at(-1)?.host, 'chatgpt');
    });
  }

  it('that cannot be had just now ends the sign-in instead of choosing another way to pay', async () => {
    simulator.script(codeFirst, { ...token, named: 'rate-limit' });
    assert.equal((await signIn().then(() => null, failureOf))?.code, 'rate-limited');
    assert.equal(product.accounts.list.length, 0);
  });

  const revoked: Fault = { host: 'api', path: '/responses', named: 'invalid-key' };

  for (const [what, faults] of refusals) {
    it(`that was revoked, and whose successor ${what}, is done without from then on`, async () => {
      const { account } = await signIn();
      simulator.script(revoked, ...faults);
      assert.equal(ending(await product.ask(account, 'hello')), 'complete');
      assert.equal(simulator.journal.at(-1)?.host, 'chatgpt');
      assert.equal(product.accounts.find(account.id)?.credential.kind, 'oauth');
    });
  }

  const country = { error: { code: 'unsupported_country_region_territory', message: 'Not in your country.' } };
  const troubles: readonly (readonly [fault: Fault, code: FailureCode])[] = [
    [{ ...token, status: 403, body: country }, 'region'],
    [{ ...token, named: 'server-error', times: 9 }, 'server'],
  ];
  for (const [fault, code] of troubles) {
    it(`that was revoked and cannot be had again for now (${code}) is had as soon as it can be`, async () => {
      const { account } = await signIn();
      simulator.script(revoked, codeFirst, fault);
      assert.equal(ending(await product.ask(account, 'hello')), code);
      simulator.reset();
      product.maestro.credentials.hurry(account);
      simulator.script(revoked);
      assert.equal(ending(await product.ask(account, 'hello')), 'complete');
      assert.equal(product.accounts.find(account.id)?.credential.kind, 'exchanged-key');
    });
  }

  it('is not asked for without an ID token', async () => {
    const { account } = await signIn();
    const record = product.accounts.find(account.id);
    assert.ok(record?.credential.kind === 'exchanged-key');
    const { credential } = record;
    await product.accounts.add(account, { ...credential, tokens: { ...credential.tokens, id: null } });
    simulator.script(revoked, { tokens: { omit: ['id_token'] } });
    assert.equal(ending(await product.ask(account, 'hello')), 'complete');
    assert.equal(simulator.journal.filter(({ path }) => path === token.path).length, 3);
  });
});

describe('A ChatGPT sign-in that the page or the server ends', () => {
  let simulator: Simulator;
  let product: Product;

  before(async () => {
    simulator = await quickSimulator();
    product = new Product(simulator);
  });
  beforeEach(() => simulator.reset());
  after(async () => {
    await product.close();
    await simulator.close();
  });

  const refused = (fault: Fault) => {
    simulator.script(fault);
    return product.signIn().then(() => null, failureOf);
  };
  const denied = (set: Readonly<Record<string, string>>) =>
    refused({ host: 'auth', redirect: { set, omit: ['code'] } });

  it('says what the page said', async () => {
    assert.deepEqual(await denied({ error: 'access_denied' }), { code: 'sign-in-denied', detail: 'access_denied' });
    const description = 'missing_codex_entitlement for this workspace';
    const failure = await denied({ error: 'access_denied', error_description: description });
    assert.ok(failure?.code === 'not-entitled' && failure.detail.includes('administrator'));
  });

  it('says what the token endpoint said', async () => {
    const body = { error: 'invalid_grant', error_description: 'Too late.' };
    assert.deepEqual(await refused({ ...token, status: 400, body }), { code: 'bad-token-answer', detail: 'Too late.' });
  });

  it('is passing trouble where the keys cannot be had', async () => {
    const jwks = { host: 'auth', path: '/.well-known/jwks.json' } as const;
    assert.equal((await refused({ ...jwks, status: 404, body: {} }))?.code, 'server');
  });
});
