import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { parseJson } from '../../../src/core/json.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { personaOf } from '../../simulator/openai/personas.ts';

describe('ChatGPT workspaces', () => {
  const lab = productLab();

  const client = personaOf('freelancer-at-client').accountId;

  it('of one e-mail address are two accounts that can be told apart, each with its own way', async () => {
    const product = lab.open();
    const own = await product.signIn(new PersonAtBrowser('freelancer'));
    const atClient = await product.signIn(new PersonAtBrowser('freelancer-at-client'));
    assert.equal(own.account.email, atClient.account.email);
    assert.notEqual(own.account.id, atClient.account.id);
    assert.deepEqual(
      [own.account.label, atClient.account.label],
      ['margaret@example.org', 'margaret@example.org (business)'],
    );
    assert.deepEqual([own.credential.kind, atClient.credential.kind], ['oauth', 'exchanged-key']);
    assert.match(answerText(await product.ask(own.account, 'who am I')), /margaret/i);
    assert.equal(product.accounts.list.length, 2);
  });

  it('can be laid down: only those of the setting are offered, and no other is taken', async () => {
    const settings = { 'maestro.openai.workspace': ` ${client}, ${personaOf('enterprise').accountId} ` };
    const product = lab.open({ settings });
    const { account } = await product.signIn(new PersonAtBrowser('freelancer-at-client'));
    assert.equal(account.workspace, client);
    const { query } = lab.simulator.journal.find(({ path }) => path === '/oauth/authorize') ?? { query: '' };
    const asked = new URLSearchParams(query);
    assert.equal(asked.get('allowed_workspace_id'), `${client},${personaOf('enterprise').accountId}`);
    lab.simulator.script({ tokens: { idToken: 'other-account' } });
    const failure = await product.signIn(new PersonAtBrowser('enterprise')).then(() => null, failureOf);
    assert.ok(failure?.code === 'sign-in-denied' && failure.detail.includes('maestro.openai.workspace'));
    assert.equal(product.accounts.list.length, 1);
  });

  it('of a setting that names none are said to be wrong before anything is asked', async () => {
    const product = lab.open({ settings: { 'maestro.openai.workspace': 'not an id' } });
    assert.throws(
      () => product.maestro.vendors[0]?.methods,
      (error) => failureOf(error).code === 'bad-setting',
    );
  });

  it('keep their account’s plan as OpenAI names it at each renewal', async () => {
    const product = lab.open();
    const { account } = await product.signIn();
    assert.equal(account.plan, 'plus');
    const record = product.accounts.find(account.id);
    assert.ok(record !== null);
    await product.accounts.add({ ...account, plan: 'free' }, record.credential);
    lab.simulator.expireAccessTokens();
    assert.equal(ending(await product.ask(account, 'hello')), 'complete');
    assert.equal(product.accounts.find(account.id)?.account.plan, 'plus');
  });

  it('keep the plan they had where the renewal brings no ID token', async () => {
    const product = lab.open();
    const { account } = await product.signIn();
    lab.simulator.expireAccessTokens();
    lab.simulator.script({ tokens: { omit: ['id_token', 'refresh_token', 'expires_in', 'scope', 'token_type'] } });
    assert.equal(ending(await product.ask(account, 'hello')), 'complete');
    const credential = product.accounts.find(account.id)?.credential;
    assert.ok(credential?.kind === 'oauth' && credential.tokens.id !== null && credential.tokens.refresh !== null);
    assert.ok(credential.tokens.expiresAt > Date.now() + 9 * 24 * 3_600_000, 'as the access token itself says');
    assert.equal(product.accounts.find(account.id)?.account.plan, 'plus');
  });

  it('under government rules are asked as such', async () => {
    const product = lab.open();
    const { account, credential } = await product.signIn(new PersonAtBrowser('fedramp'));
    assert.equal(credential.kind, 'oauth');
    assert.equal(ending(await product.ask(account, 'hello')), 'complete');
    const { rawHeaders } = lab.simulator.journal.at(-1) ?? { rawHeaders: [] };
    assert.equal(new Map(rawHeaders).get('X-OpenAI-Fedramp'), 'true');
  });

  for (const persona of ['plus', 'enterprise'] as const) {
    it(`${persona}: revoking ends the session at OpenAI`, async () => {
      const product = lab.open();
      const { account, credential } = await product.signIn(new PersonAtBrowser(persona));
      assert.equal(await product.maestro.signOut(account.id, { revoke: true }), null);
      const { body } = await lab.simulator.waitFor(({ path }) => path === '/oauth/revoke');
      assert.ok(credential.kind === 'oauth' || credential.kind === 'exchanged-key');
      assert.deepEqual(parseJson(body), {
        token: credential.tokens.refresh?.reveal(),
        token_type_hint: 'refresh_token',
        client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      });
    });
  }

  it('whose session has no refresh token are ended by their access token, and cannot be renewed', async () => {
    const product = lab.open();
    lab.simulator.script({ tokens: { omit: ['refresh_token'] } });
    const { account } = await product.signIn();
    lab.simulator.expireAccessTokens();
    assert.equal(ending(await product.ask(account, 'hello')), 'credential-rejected');
    assert.equal(await product.maestro.signOut(account.id, { revoke: true }), null);
    const { body } = await lab.simulator.waitFor(({ path }) => path === '/oauth/revoke');
    assert.match(body, /"token_type_hint":"access_token"/);
  });

  for (const [what, answer, code] of [
    ['a 401', { status: 401, body: {} }, 'credential-rejected'],
    ['a final code', { status: 400, body: { error: 'invalid_grant' } }, 'credential-rejected'],
    [
      'a final code in another place',
      { status: 400, body: { error_reason: 'refresh_token_reused' } },
      'credential-rejected',
    ],
    ['a refusal that is not final', { status: 400, body: { error: { code: 'odd', message: 'Odd' } } }, 'rejected'],
    [
      'a country that is not served',
      { status: 403, body: { error: { code: 'unsupported_country_region_territory' } } },
      'region',
    ],
    ['trouble of its own', { status: 503, body: '' }, 'server'],
  ] as const) {
    it(`stay signed in after a renewal that ends in ${what}, and say ${code}`, async () => {
      const product = lab.open();
      const { account } = await product.signIn();
      lab.simulator.expireAccessTokens();
      lab.simulator.script({ host: 'auth', path: '/oauth/token', times: 9, ...answer });
      assert.equal(ending(await product.ask(account, 'hello')), code);
      assert.equal(product.accounts.list.length, 1);
    });
  }

  it('of a country that is not served are told so at the sign-in', async () => {
    const body = { error: { code: 'unsupported_country_region_territory', message: 'Country not supported' } };
    lab.simulator.script({ host: 'auth', path: '/oauth/token', status: 403, body });
    const failure = await lab
      .open()
      .signIn()
      .then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'region', detail: 'Country not supported' });
  });
});
