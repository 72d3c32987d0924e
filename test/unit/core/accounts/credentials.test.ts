import assert from 'node:assert/strict';
import { Accounts } from '../../../../src/core/accounts/accounts.ts';
import { CredentialStore, renewAt } from '../../../../src/core/accounts/credentials.ts';
import { Vault } from '../../../../src/core/accounts/vault.ts';
import { type Failure, failureOf, MaestroError } from '../../../../src/core/failure.ts';
import { type Credential, epochMs, type OAuthTokens } from '../../../../src/core/model.ts';
import type { Clock, Http } from '../../../../src/core/ports.ts';
import { openai } from '../../../../src/vendors/openai/index.ts';
import { readOpenAiSettings } from '../../../../src/vendors/openai/settings.ts';
import { MapMemory, MemoryLog, MemorySecretStore } from '../../../memoryStorage.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';

const signal = new AbortController().signal;
const hourMs = 3_600_000;
const noHttp: Http = { send: () => Promise.reject(new Error('nothing may be sent')) };
const settings = readOpenAiSettings({
  authBaseUrl: 'https://auth.openai.com',
  chatgptBaseUrl: 'https://chatgpt.com/backend-api',
  apiBaseUrl: 'https://api.openai.com/v1',
  callbackPorts: [1455],
  version: '1',
});

interface Setup {
  readonly store: CredentialStore;
  readonly secrets: MemorySecretStore;
  readonly accounts: Accounts;
  renewals: number;
  nowMs: number;
  answer: () => Promise<Credential>;
}

async function setUp(): Promise<Setup> {
  const secrets = new MemorySecretStore();
  const vault = new Vault(secrets, new MemoryLog());
  const accounts = new Accounts(vault, new MapMemory(), new MemoryLog());
  await accounts.add(testAccount(), testCredential());
  const clock: Clock = { now: () => epochMs(setup.nowMs), sleep: () => new Promise(() => undefined) };
  const vendor = {
    ...openai(() => settings),
    renew: () => {
      setup.renewals++;
      return setup.answer();
    },
  };
  const store = new CredentialStore({
    accounts,
    vault,
    http: noHttp,
    clock,
    log: new MemoryLog(),
    vendor: () => vendor,
  });
  const setup: Setup = { store, secrets, accounts, renewals: 0, nowMs: 0, answer: async () => renewedAt(setup.nowMs) };
  return setup;
}

function renewedAt(nowMs: number): Credential {
  const { tokens } = testCredential('access-2', 'refresh-2');
  return { kind: 'oauth', tokens: { ...tokens, obtainedAt: epochMs(nowMs), expiresAt: epochMs(nowMs + hourMs) } };
}

function failing(failure: Failure): () => Promise<Credential> {
  return () => Promise.reject(new MaestroError(failure));
}

const access = (credential: Credential): string => credential.tokens.access.reveal();

describe('credentials', () => {
  it('a fresh one is given without asking anyone', async () => {
    const setup = await setUp();
    assert.equal(access(await setup.store.current(testAccount(), signal)), 'access-1');
    assert.equal(setup.renewals, 0);
  });

  it('one that ends soon is renewed first, stored, and once for all who wait', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    const given = await Promise.all(Array.from({ length: 10 }, () => setup.store.current(testAccount(), signal)));
    assert.deepEqual(new Set(given.map(access)), new Set(['access-2']));
    assert.equal(setup.renewals, 1);
    assert.ok([...setup.secrets.values.values()].join().includes('refresh-2'));
  });

  it('trouble on the way keeps a session that still works', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    setup.answer = failing({ code: 'unreachable', host: 'h', why: 'dns' });
    assert.equal(access(await setup.store.current(testAccount(), signal)), 'access-1');
    setup.nowMs = hourMs + 1_000;
    const failure = await setup.store.current(testAccount(), signal).then(() => null, failureOf);
    assert.equal(failure?.code, 'unreachable');
    assert.equal(setup.accounts.list.length, 1);
  });

  it('the vendor’s definite word is passed on, and the account stays listed', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    setup.answer = failing({ code: 'credential-rejected' });
    const failure = await setup.store.current(testAccount(), signal).then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'credential-rejected' });
    assert.equal(setup.accounts.list.length, 1);
  });

  it('what another window renewed is used instead of renewing again', async () => {
    const setup = await setUp();
    const there = new Accounts(new Vault(setup.secrets, new MemoryLog()), new MapMemory(), new MemoryLog());
    await there.update(testAccount(), renewedAt(0));
    await setup.store.refused(testAccount(), testCredential(), signal);
    assert.equal(access(await setup.store.current(testAccount(), signal)), 'access-2');
    assert.equal(setup.renewals, 0);
  });

  it('a renewal that another window won is not a sign-out', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    const there = new Accounts(new Vault(setup.secrets, new MemoryLog()), new MapMemory(), new MemoryLog());
    setup.answer = async () => {
      await there.update(testAccount(), renewedAt(setup.nowMs));
      throw new MaestroError({ code: 'credential-rejected' });
    };
    assert.equal(access(await setup.store.current(testAccount(), signal)), 'access-2');
  });

  it('signing out during a renewal is final', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    setup.answer = async () => {
      await setup.accounts.remove(testAccount());
      return renewedAt(setup.nowMs);
    };
    const failure = await setup.store.current(testAccount(), signal).then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'secret-missing' });
    assert.equal(setup.secrets.values.size, 0);
  });

  it('one caller who gives up does not spoil it for the others', async () => {
    const setup = await setUp();
    setup.nowMs = hourMs - 1_000;
    const { promise, resolve } = Promise.withResolvers<Credential>();
    setup.answer = () => promise;
    const impatient = new AbortController();
    const first = setup.store.current(testAccount(), impatient.signal);
    const second = setup.store.current(testAccount(), signal);
    impatient.abort(new Error('gave up'));
    await assert.rejects(first, /gave up/);
    resolve(renewedAt(setup.nowMs));
    assert.equal(access(await second), 'access-2');
    assert.equal(setup.renewals, 1);
  });

  it('an account that was signed out meanwhile is not brought back', async () => {
    const setup = await setUp();
    await setup.accounts.remove(testAccount());
    const failure = await setup.store.current(testAccount(), signal).then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'secret-missing' });
  });

  it('is renewed at 80 % of its life, 5 minutes to 24 hours ahead of its end', () => {
    const at = (lifeMs: number): number => renewAt({ ...tokens, obtainedAt: epochMs(0), expiresAt: epochMs(lifeMs) });
    const tokens: OAuthTokens = testCredential().tokens;
    const dayMs = 24 * hourMs;
    assert.equal(at(hourMs), 0.8 * hourMs);
    assert.equal(at(10 * dayMs), 9 * dayMs);
    assert.equal(at(20 * 60_000), 15 * 60_000);
    assert.equal(at(60_000), 48_000);
  });
});
