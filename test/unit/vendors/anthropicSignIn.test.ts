import assert from 'node:assert/strict';
import type { FormMethod, SignedIn, SignInMethod } from '../../../src/core/auth/method.ts';
import { type Failure, failureOf } from '../../../src/core/failure.ts';
import { Secret } from '../../../src/core/secret.ts';
import { fill } from '../../../src/core/sentence.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import type { Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { answerText, RawServer } from '../../rawServer.ts';

describe('Anthropic sign-in with a key', () => {
  const lab = productLab();

  function methodOf(product: Product, id: string): SignInMethod {
    const method = product.maestro.vendors
      .find((vendor) => vendor.id === 'anthropic')
      ?.methods.find((one) => one.id === id);
    assert.ok(method !== undefined);
    return method;
  }

  const withKey = (key: string, product = lab.open()): Promise<SignedIn> =>
    product.signInBy('anthropic', 'api-key', { values: { key } });
  const failureOfKey = async (key: string): Promise<Failure> => failureOf(await withKey(key).catch((error) => error));

  describe('by API key', () => {
    it('proves the key with one cheap request and keeps it', async () => {
      const key = lab.simulator.anthropic.keyOf('developer');
      const { account, credential } = await withKey(key);
      assert.equal(account.label, `Anthropic key …${key.slice(-4)}`);
      assert.deepEqual(account.origins, [new URL(lab.simulator.anthropic.apiBaseUrl).origin]);
      assert.equal(credential.kind, 'api-key');
      assert.deepEqual(
        lab.simulator.journal.map(({ method, path, query }) => `${method} ${path}${query}`),
        ['GET /v1/models?limit=1'],
      );
    });

    it('sends its headers in their order and case, the key in the place of a token', async () => {
      await withKey(lab.simulator.anthropic.keyOf('developer'));
      await withKey(lab.simulator.anthropic.tokenOf('developer'));
      const names = lab.simulator.journal.map(({ rawHeaders }) => rawHeaders.map(([name]) => name));
      const rest = ['user-agent', 'accept', 'x-client-version'];
      const [withoutBeta, withBeta] = names.map((all) => all.filter((name) => name.toLowerCase() === name));
      assert.deepEqual(withoutBeta?.slice(-5), ['x-api-key', 'anthropic-version', ...rest]);
      assert.deepEqual(withBeta?.slice(-6), ['authorization', 'anthropic-version', 'anthropic-beta', ...rest]);
      lab.simulator.reset();
      const settings = { 'maestro.anthropic.betas': ['one-2026-01-01'] };
      await withKey(lab.simulator.anthropic.keyOf('developer'), lab.open({ settings }));
      const all = lab.simulator.journal[0]?.rawHeaders.map(([name]) => name) ?? [];
      assert.deepEqual(all.slice(all.indexOf('x-api-key')).slice(0, 6), [
        'x-api-key',
        'anthropic-version',
        'anthropic-beta',
        ...rest,
      ]);
    });

    it('tells a pasted access token by its prefix', async () => {
      const { account, credential } = await withKey(lab.simulator.anthropic.tokenOf('company'));
      assert.equal(credential.kind, 'bearer');
      assert.match(account.label, /^Anthropic token …/);
    });

    it('the same key again is the same account, another key another', async () => {
      const [first, again, other] = [
        await withKey(lab.simulator.anthropic.keyOf('developer')),
        await withKey(lab.simulator.anthropic.keyOf('developer')),
        await withKey(lab.simulator.anthropic.keyOf('company')),
      ];
      assert.equal(first.account.id, again.account.id);
      assert.notEqual(first.account.id, other.account.id);
    });

    it('says what is wrong with a key that Anthropic does not take', async () => {
      const unknown = `sk-ant-api03-${'x'.repeat(40)}`;
      assert.deepEqual(await failureOfKey(unknown), {
        code: 'key-refused',
        detail: 'Anthropic does not know it, or it was revoked.',
      });
      lab.simulator.script({ named: 'not-entitled', host: 'anthropic' });
      assert.deepEqual(await failureOfKey(unknown), {
        code: 'key-refused',
        detail: 'Your API key does not have permission to use this model.',
      });
      lab.simulator.script({ named: 'overloaded', host: 'anthropic' });
      assert.deepEqual(await failureOfKey(unknown), { code: 'overloaded' });
      lab.simulator.script({ named: 'html', host: 'anthropic' });
      assert.equal((await failureOfKey(unknown)).code, 'web-page');
      lab.simulator.script({ named: 'json-list', host: 'anthropic' });
      assert.equal((await failureOfKey(unknown)).code, 'unreadable');
    });

    it('has a plain sentence for every other secret of Anthropic’s, and lets none of them out', async () => {
      const method = methodOf(lab.open(), 'api-key');
      assert.ok(method.kind === 'form');
      const problem = (text: string): string | null => method.fields[0].problem(text);
      assert.match(problem(`sk-ant-ort01-${'x'.repeat(40)}`) ?? '', /refresh token/);
      assert.match(problem(`sk-ant-admin01-${'x'.repeat(40)}`) ?? '', /admin key/);
      assert.match(problem('sk-ant-api03-') ?? '', /not complete/);
      assert.match(problem(`sk-ant-oat01-${'x'.repeat(40)} y`) ?? '', /not complete/);
      assert.match(problem(`sk-proj-${'x'.repeat(40)}`) ?? '', /begins with sk-ant-api/);
      assert.equal(problem(lab.simulator.anthropic.keyOf('developer')), null);
      assert.equal(problem(lab.simulator.anthropic.tokenOf('developer')), null);
      await refusesWithoutAsking(method, `sk-ant-ort01-${'x'.repeat(40)}`);
      assert.equal(lab.simulator.journal.length, 0);
    });

    async function refusesWithoutAsking(method: FormMethod, text: string): Promise<void> {
      const http = { send: () => assert.fail('a request was sent') };
      const call = { http, clock: systemClock, signal: new AbortController().signal };
      for (const secrets of [new Map([['key', new Secret(text)]]), new Map()]) {
        await assert.rejects(
          method.submit({ texts: new Map(), secrets }, call),
          (error) => failureOf(error).code === 'key-refused',
        );
      }
    }
  });

  describe('from the environment', () => {
    const from = async (environment: Readonly<Record<string, string>>): Promise<SignedIn> =>
      lab.open({ environment }).signInBy('anthropic', 'environment', { confirms: true });
    const failing = async (environment: Readonly<Record<string, string>>): Promise<Failure> =>
      failureOf(await from(environment).catch((error) => error));

    it('copies a key, or the token that stands for one', async () => {
      const key = await from({ ANTHROPIC_API_KEY: ` ${lab.simulator.anthropic.keyOf('developer')}\n` });
      assert.equal(key.credential.kind, 'api-key');
      const token = await from({ ANTHROPIC_AUTH_TOKEN: lab.simulator.anthropic.tokenOf('developer') });
      assert.equal(token.credential.kind, 'bearer');
    });

    it('says what it found and where it will go before anything is sent', async () => {
      const method = methodOf(lab.open({ environment: { ANTHROPIC_API_KEY: 'sk-ant-api03-x' } }), 'environment');
      assert.ok(method.kind === 'import');
      const found = await method.find();
      assert.match(
        fill(found.what.text, ...found.what.values),
        /^ANTHROPIC_API_KEY holds a key\. Maestro checks it at 127\.0\.0\.1:\d+ and/,
      );
      assert.equal(lab.simulator.journal.length, 0);
    });

    it('says when there is nothing, or nothing that can be a key', async () => {
      assert.equal((await failing({})).code, 'nothing-to-import');
      const odd = await failing({ ANTHROPIC_AUTH_TOKEN: 'ключ' });
      assert.ok(odd.code === 'nothing-to-import' && /^ANTHROPIC_AUTH_TOKEN cannot be used\. /.test(odd.detail));
      assert.equal(lab.simulator.journal.length, 0);
    });

    it('shows nothing of a token that is short', async () => {
      const server = await RawServer.start(({ socket }) =>
        socket.write(answerText('{"data":[]}', ['Content-Type: application/json'])),
      );
      const product = lab.open({
        environment: { ANTHROPIC_AUTH_TOKEN: '1234' },
        settings: { 'maestro.anthropic.apiBaseUrl': server.origin },
      });
      const { account } = await product.signInBy('anthropic', 'environment', { confirms: true });
      await server.close();
      assert.equal(account.label, 'Anthropic token');
    });

    it('keeps a gateway’s token from Anthropic', async () => {
      const environment = { ANTHROPIC_AUTH_TOKEN: 'gateway-token', ANTHROPIC_BASE_URL: 'https://gateway.example' };
      const failure = await failing(environment);
      assert.ok(failure.code === 'bad-setting' && failure.setting === 'maestro.anthropic.apiBaseUrl');
      assert.equal((await failing({ ...environment, ANTHROPIC_BASE_URL: 'nonsense' })).code, 'bad-setting');
      assert.equal(lab.simulator.journal.length, 0);
      const same = { ...environment, ANTHROPIC_BASE_URL: `${lab.simulator.anthropic.apiBaseUrl}/` };
      assert.equal((await failing(same)).code, 'key-refused');
    });
  });
});
