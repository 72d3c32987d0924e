import assert from 'node:assert/strict';
import { type FailureCode, failureOf } from '../../../src/core/failure.ts';
import { ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import type { Fault } from '../../simulator/faults.ts';

const token = { host: 'auth', path: '/oauth/token' } as const;
/** Lets the code exchange pass: what is scripted after it meets the exchange for a key. */
const codeFirst: Fault = { ...token, delayHeadersMs: 0 };

describe('The key of a company’s ChatGPT workspace', () => {
  const lab = productLab();

  const signIn = () => lab.product.signIn(new PersonAtBrowser('enterprise'));

  const refusals: readonly (readonly [what: string, faults: readonly Fault[]])[] = [
    ['is refused by policy', [codeFirst, { ...token, status: 403, body: { error: { message: 'Not for you.' } } }]],
    ['is no key', [codeFirst, { ...token, status: 200, body: { access_token: 'eyJ.not.akey' } }]],
    ['is not known to the platform', [{ host: 'api', path: '/models', named: 'invalid-key' }]],
    ['has no credit', [{ host: 'api', path: '/models', named: 'quota' }]],
  ];
  for (const [what, faults] of refusals) {
    it(`that ${what} is done without, and the person is told`, async () => {
      lab.simulator.script(...faults);
      const { account, credential, notice } = await signIn();
      assert.deepEqual([credential.kind, notice?.code], ['oauth', 'exchange-refused']);
      assert.ok(notice?.code === 'exchange-refused' && notice.detail !== '');
      assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
      assert.equal(lab.simulator.journal.at(-1)?.host, 'chatgpt');
    });
  }

  it('is asked for once where there is none for this person, and the session stays (OA-71)', async () => {
    for (const error of ['invalid_target', 'invalid_scope']) {
      lab.simulator.reset();
      lab.simulator.script(codeFirst, { ...token, status: 400, body: { error, error_description: 'Not here.' } });
      const { account, credential, notice } = await signIn();
      assert.deepEqual([credential.kind, notice], ['oauth', { code: 'exchange-refused', detail: 'Not here.' }]);
      assert.equal(lab.simulator.journal.filter(({ path }) => path === token.path).length, 2);
      assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
    }
  });

  it('may come as OpenAI sends it: not as a bearer token, and without issued_token_type (OA-69, OA-70)', async () => {
    const key = lab.simulator.openai.keyOf('enterprise');
    lab.simulator.script(codeFirst, { ...token, status: 200, body: { access_token: key, token_type: 'N_A' } });
    const { credential } = await signIn();
    assert.ok(credential.kind === 'exchanged-key' && credential.key.reveal() === key);
  });

  it('that cannot be had just now ends the sign-in instead of choosing another way to pay', async () => {
    lab.simulator.script(codeFirst, { ...token, named: 'rate-limit' });
    assert.equal((await signIn().then(() => null, failureOf))?.code, 'rate-limited');
    assert.equal(lab.product.accounts.list.length, 0);
  });

  const revoked: Fault = { host: 'api', path: '/responses', named: 'invalid-key' };

  for (const [what, faults] of refusals) {
    it(`that was revoked, and whose successor ${what}, is done without from then on`, async () => {
      const { account } = await signIn();
      lab.simulator.script(revoked, ...faults);
      assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
      assert.equal(lab.simulator.journal.at(-1)?.host, 'chatgpt');
      assert.equal(lab.product.accounts.find(account.id)?.credential.kind, 'oauth');
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
      lab.simulator.script(revoked, codeFirst, fault);
      assert.equal(ending(await lab.product.ask(account, 'hello')), code);
      lab.simulator.reset();
      lab.product.maestro.credentials.hurry(account);
      lab.simulator.script(revoked);
      assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
      assert.equal(lab.product.accounts.find(account.id)?.credential.kind, 'exchanged-key');
    });
  }

  it('stays when only its session is due for a renewal', async () => {
    const { account } = await signIn();
    const credential = lab.product.accounts.find(account.id)?.credential;
    assert.ok(credential?.kind === 'exchanged-key');
    const tokens = { ...credential.tokens, expiresAt: credential.tokens.obtainedAt };
    await lab.product.accounts.add(account, { ...credential, tokens });
    const asked = lab.simulator.journal.length;
    const session = await lab.product.maestro.credentials.session(account, new AbortController().signal);
    assert.ok(session !== null && !session.access.equals(tokens.access));
    assert.equal(lab.simulator.journal.length, asked + 1);
    const renewed = lab.product.accounts.find(account.id)?.credential;
    assert.ok(renewed?.kind === 'exchanged-key' && renewed.key.equals(credential.key));
  });

  it('is billed to whom the session belongs now, not to whom it belonged when the last one was made', async () => {
    const { account, credential } = await signIn();
    assert.ok(credential.kind === 'exchanged-key' && credential.organization !== null);
    await lab.product.accounts.add(account, { ...credential, organization: 'org-before', project: 'proj_before' });
    lab.simulator.script(revoked);
    assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
    const now = lab.product.accounts.find(account.id)?.credential;
    assert.ok(now?.kind === 'exchanged-key');
    assert.deepEqual([now.organization, now.project], [credential.organization, credential.project]);
  });

  it('is not asked for without an ID token', async () => {
    const { account } = await signIn();
    const record = lab.product.accounts.find(account.id);
    assert.ok(record?.credential.kind === 'exchanged-key');
    const { credential } = record;
    await lab.product.accounts.add(account, { ...credential, tokens: { ...credential.tokens, id: null } });
    lab.simulator.script(revoked, { tokens: { omit: ['id_token'] } });
    assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
    assert.equal(lab.simulator.journal.filter(({ path }) => path === token.path).length, 3);
  });
});

describe('A ChatGPT sign-in that the page or the server ends', () => {
  const lab = productLab();

  const refused = (fault: Fault) => {
    lab.simulator.script(fault);
    return lab.product.signIn().then(() => null, failureOf);
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
    assert.deepEqual(await refused({ ...token, status: 400, body }), { code: 'code-refused', detail: 'Too late.' });
  });

  it('is passing trouble where the keys cannot be had', async () => {
    const jwks = { host: 'auth', path: '/.well-known/jwks.json' } as const;
    assert.equal((await refused({ ...jwks, status: 404, body: {} }))?.code, 'server');
  });
});
