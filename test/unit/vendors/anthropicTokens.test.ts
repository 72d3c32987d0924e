import assert from 'node:assert/strict';
import { type Failure, type FailureCode, failureOf } from '../../../src/core/failure.ts';
import { member, parseJson } from '../../../src/core/json.ts';
import type { Account } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { ending, Product, type ProductOptions } from '../../product.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { AnthropicPersonaId } from '../../simulator/anthropic/personas.ts';
import type { Fault } from '../../simulator/faults.ts';
import { headerOf } from '../../simulator/received.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { dueRenewal } from '../../testVendor.ts';

describe('Anthropic tokens', () => {
  let simulator: Simulator;
  const closing = closingAfterEach();
  beforeEach(async () => {
    simulator = closing(await startSimulator({ deltaMs: 0, anthropic: { accessTokenSeconds: 3_600 } }));
  });

  const start = (options: ProductOptions = {}): Product => closing(new Product(simulator, options));

  async function withSecret(product: Product, key: string): Promise<Account> {
    return (await product.signInBy('anthropic', 'api-key', { values: { key } })).account;
  }

  async function byOAuth(product: Product, persona: AnthropicPersonaId = 'developer'): Promise<Account> {
    return (await product.signInBy('anthropic', 'oauth', new PersonAtConsole(persona))).account;
  }

  async function ask(product: Product, account: Account): Promise<readonly StreamPart[]> {
    simulator.reset();
    return product.ask(account, 'Hello');
  }

  it('bring the plan’s limits', async () => {
    const product = start();
    const [limits] = await ask(product, await withSecret(product, simulator.anthropic.tokenOf('developer')));
    assert.ok(limits?.kind === 'limits');
    assert.deepEqual(
      limits.limits.map(({ name, usedPercent, windowMinutes }) => [name, usedPercent, windowMinutes]).slice(-2),
      [
        ['5h', 42, 300],
        ['7d', 30, 10_080],
      ],
    );
  });

  it('go with their betas, and those that were set besides', async () => {
    const product = start({ settings: { 'maestro.anthropic.betas': ['one-2026-01-01', 'two-2026-02-02'] } });
    const betas = async (secret: string): Promise<string | null> => {
      await ask(product, await withSecret(product, secret));
      const [entry] = simulator.journal;
      return entry === undefined ? null : headerOf({ headers: entry.rawHeaders }, 'anthropic-beta');
    };
    assert.equal(await betas(simulator.anthropic.keyOf('developer')), 'one-2026-01-01,two-2026-02-02');
    assert.equal(
      await betas(simulator.anthropic.tokenOf('developer')),
      'one-2026-01-01,two-2026-02-02,oauth-2025-04-20',
    );
  });

  it('are renewed when the API refuses them, and their refresh tokens used once', async () => {
    const product = start();
    const account = await byOAuth(product);
    simulator.expireAccessTokens();
    for (const round of [1, 2]) {
      const parts = await ask(product, account);
      assert.equal(ending(parts), 'complete', `round ${round}`);
      assert.ok(parts.some(({ kind }) => kind === 'renewing'));
      const renewal = simulator.journal.find(({ path }) => path === '/v1/oauth/token');
      const body = parseJson(renewal?.body ?? '');
      assert.equal(member(body, 'grant_type'), 'refresh_token');
      assert.equal(member(body, 'client_id'), simulator.anthropic.clientId);
      simulator.expireAccessTokens();
    }
  });

  /** Why a session cannot be renewed when the token endpoint does this. */
  async function renewalFailure(fault: Fault | null, origins: readonly string[] = []): Promise<Failure> {
    const product = start();
    const signedIn = await product.signInBy('anthropic', 'oauth', new PersonAtConsole());
    assert.ok(signedIn.credential.kind === 'oauth');
    const account: Account = { ...signedIn.account, origins: [...signedIn.account.origins, ...origins] };
    simulator.reset();
    if (fault !== null) simulator.script(fault);
    const http = closing(directHttp());
    const call = { http, clock: systemClock, signal: new AbortController().signal };
    const vendor = product.maestro.vendor(signedIn.account.vendor);
    return vendor
      .renew(account, signedIn.credential, call, dueRenewal)
      .then(() => assert.fail('it was renewed'), failureOf);
  }

  it('are given up on the vendor’s definite word only', async () => {
    const host = 'anthropic-console';
    const words: readonly (readonly [fault: Fault, code: FailureCode])[] = [
      [{ host, status: 400, body: { error: 'invalid_grant' } }, 'credential-rejected'],
      [{ host, status: 400, body: { error: { type: 'invalid_grant', message: 'm' } } }, 'credential-rejected'],
      [{ host, status: 401, body: { error: 'invalid_grant' } }, 'credential-rejected'],
      [{ host, status: 401, body: { error: 'invalid_client' } }, 'rejected'],
      [{ host, status: 401, body: { error: { type: 'authentication_error', message: 'm' } } }, 'rejected'],
      [{ host, named: 'bad-gateway' }, 'server'],
      [{ host, named: 'rate-limit' }, 'rate-limited'],
      [{ host, named: 'firewall' }, 'bad-token-answer'],
      [{ host, named: 'redirect' }, 'redirected'],
      [{ host, named: 'reset' }, 'unreachable'],
      [{ tokens: { omit: ['access_token'] } }, 'bad-token-answer'],
      [{ tokens: { set: { organization: { uuid: 'another' } } } }, 'bad-token-answer'],
    ];
    for (const [fault, code] of words) assert.equal((await renewalFailure(fault)).code, code, JSON.stringify(fault));
    const slow = { host, status: 400, body: { error: 'slow', error_description: 'Wait' } } as const;
    assert.deepEqual(await renewalFailure(slow), { code: 'rejected', status: 400, detail: 'Wait' });
  });

  it('are renewed by the server that gave them, not by the one that the settings name by now', async () => {
    const failure = await renewalFailure(null, ['https://gateway.example']);
    const { host } = new URL(simulator.anthropic.apiBaseUrl);
    assert.deepEqual(failure, { code: 'origin-changed', host });
    assert.equal(simulator.journal.length, 0);
  });

  it('that were revoked end the session', async () => {
    const product = start();
    const account = await byOAuth(product);
    simulator.revokeEverything();
    assert.equal(ending(await ask(product, account)), 'credential-rejected');
  });

  it('without a refresh token are not renewed', async () => {
    const product = start();
    simulator.script({ tokens: { omit: ['refresh_token'] } });
    const account = await byOAuth(product);
    simulator.expireAccessTokens();
    assert.equal(ending(await ask(product, account)), 'credential-rejected');
    const bearer = await withSecret(product, simulator.anthropic.tokenOf('company')).catch(failureOf);
    assert.ok('code' in bearer && bearer.code === 'key-refused');
    assert.ok(simulator.journal.every(({ path }) => path !== '/v1/oauth/token'));
  });

  it('keep the refresh token and the scopes that an answer leaves out', async () => {
    const product = start();
    const account = await byOAuth(product);
    simulator.expireAccessTokens();
    simulator.script({ tokens: { omit: ['refresh_token', 'scope', 'organization'] } });
    assert.equal(ending(await product.ask(account, 'Hello')), 'complete');
    const record = product.accounts.find(account.id);
    assert.ok(record?.credential.kind === 'oauth');
    assert.ok(record.credential.tokens.refresh !== null);
    assert.deepEqual(record.credential.tokens.scopes, ['user:inference']);
  });

  it('the system block of a registration goes first, and with tokens only', async () => {
    const other = closing(await startSimulator({ deltaMs: 0, anthropic: { systemPrompt: 'You are registered.' } }));
    const product = closing(new Product(other));
    for (const secret of [other.anthropic.keyOf('developer'), other.anthropic.tokenOf('developer')]) {
      assert.equal(ending(await product.ask(await withSecret(product, secret), 'Hello')), 'complete');
    }
  });
});
