import assert from 'node:assert/strict';
import { type FailureCode, failureOf } from '../../../src/core/failure.ts';
import { type Account, vendorId } from '../../../src/core/model.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Vendor } from '../../../src/core/vendor.ts';
import { gemini } from '../../../src/vendors/gemini/index.ts';
import type { Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { headerOf } from '../../simulator/received.ts';
import { testAccount, testCredential } from '../../testAccount.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { dueRenewal } from '../../testVendor.ts';

const codeOf = (error: unknown): FailureCode => failureOf(error).code;
const failed = (promise: Promise<unknown>): Promise<FailureCode | null> => promise.then(() => null, codeOf);

describe('Gemini sign-in', () => {
  const lab = productLab();

  const signIn = (key: string): Promise<{ account: Account }> =>
    lab.product.signInBy('gemini', 'api-key', { values: { key } });

  it('proves the key with one cheap question, the key in its header alone', async () => {
    const key = lab.simulator.gemini.keyOf('paid');
    const { account } = await signIn(key);
    assert.equal(account.label, `Gemini key …${key.slice(-4)}`);
    assert.deepEqual(account.origins, [new URL(lab.simulator.gemini.baseUrl).origin]);
    assert.deepEqual(
      lab.simulator.journal.map(({ method, path, query, body }) => [method, path, query, body]),
      [['GET', '/models', '?pageSize=1', '']],
    );
    const [entry] = lab.simulator.journal;
    assert.ok(entry !== undefined);
    assert.equal(headerOf({ headers: entry.rawHeaders }, 'x-goog-api-key'), key);
    assert.ok(!entry.query.includes(key) && !JSON.stringify(account).includes(key));
    const credential = await lab.product.maestro.credentials.current(account, new AbortController().signal);
    assert.ok(credential.kind === 'api-key' && credential.key.equals(new Secret(key)));
  });

  it('refuses a key that Google does not know or does not let in, and stores nothing', async () => {
    for (const key of ['AIza-a-key-that-nobody-has', lab.simulator.gemini.keyOf('restricted')]) {
      assert.equal(await failed(signIn(key)), 'key-refused');
    }
    assert.deepEqual([...lab.product.secrets.values.keys()], []);
  });

  it('says nothing against a key while Google has trouble, or somebody else answers', async () => {
    const key = lab.simulator.gemini.keyOf('paid');
    const troubles = {
      'server-error': 'server',
      overloaded: 'overloaded',
      html: 'web-page',
      redirect: 'redirected',
    } as const;
    for (const named of ['server-error', 'overloaded', 'html', 'redirect'] as const) {
      lab.simulator.script({ named, host: 'gemini' });
      assert.equal(await failed(signIn(key)), troubles[named]);
    }
    lab.simulator.script({ named: 'json-list', host: 'gemini' });
    assert.equal(await failed(signIn(key)), 'unreadable');
  });

  it('sees what cannot be a key before it is sent', () => {
    const method = lab.product.maestro.vendors.find(({ id }) => id === 'gemini')?.methods[0];
    assert.ok(method?.kind === 'form');
    const [field] = method.fields;
    assert.ok(field.secret && field.required);
    assert.equal(field.problem('AQ.another-shape-of-key'), null);
    for (const text of ['AIza', 'AIza with spaces in the middle', 'ключ-ключ-ключ-ключ-ключ', `sk-${'x'.repeat(40)}`]) {
      assert.notEqual(field.problem(text), null, text);
    }
  });

  it('imports the key of the environment, and the same key is the same account', async () => {
    const paid = lab.simulator.gemini.keyOf('paid');
    const free = lab.simulator.gemini.keyOf('free');
    await signIn(paid);
    const imported = async (environment: Record<string, string>): Promise<Product> => {
      const product = lab.open({ environment });
      await product.signInBy('gemini', 'environment', {});
      return product;
    };
    const [first] = lab.product.accounts.list;
    const both = await imported({ GEMINI_API_KEY: ` ${paid}\n`, GOOGLE_API_KEY: free });
    assert.equal(both.accounts.list[0]?.id, first?.id);
    const other = await imported({ GOOGLE_API_KEY: free });
    assert.notEqual(other.accounts.list[0]?.id, first?.id);
  });

  it('says what the environment has not, or cannot be used', async () => {
    const find = (environment: Record<string, string>): Promise<unknown> => {
      const vendor = gemini(testSurroundings({ settings: lab.simulator.settings, environment }));
      const method = vendor.methods.find(({ id }) => id === 'environment');
      assert.ok(method?.kind === 'import');
      return method.find();
    };
    await assert.rejects(find({}), (error) => {
      assert.deepEqual(failureOf(error), {
        code: 'nothing-to-import',
        detail: 'The environment of VS Code has no GEMINI_API_KEY or GOOGLE_API_KEY.',
      });
      return true;
    });
    assert.equal(await failed(find({ GOOGLE_API_KEY: 'short' })), 'nothing-to-import');
    const found = await find({ GEMINI_API_KEY: lab.simulator.gemini.keyOf('paid') });
    assert.match(JSON.stringify(found), /holds a key that ends in .*\["GEMINI_API_KEY","0000","127\.0/);
    for (const name of ['GOOGLE_GEMINI_BASE_URL', 'GEMINI_BASE_URL']) {
      const gateway = { GEMINI_API_KEY: lab.simulator.gemini.keyOf('paid'), [name]: 'https://gateway.example' };
      assert.equal(await failed(find(gateway)), 'bad-setting');
      assert.equal(await failed(find({ ...gateway, [name]: new URL(lab.simulator.gemini.baseUrl).origin })), null);
    }
  });

  it('names the setting that is wrong, and takes Google’s own address for an empty one', () => {
    const vendorAt = (baseUrl: unknown): Vendor =>
      gemini(testSurroundings({ settings: { 'maestro.gemini.baseUrl': baseUrl } }));
    assert.throws(
      () => vendorAt('http://example.com/v1').methods,
      (error) => codeOf(error) === 'bad-setting',
    );
    const [method] = vendorAt('').methods;
    assert.ok(method.kind === 'form');
    assert.deepEqual(method.origins({ texts: new Map(), secrets: new Map() }), [
      'https://generativelanguage.googleapis.com',
    ]);
  });

  it('cannot renew a key, and refuses a credential that is none', async () => {
    const vendor = gemini(testSurroundings({ settings: lab.simulator.settings }));
    const call = { http: { send: () => Promise.reject(new Error('sent')) }, clock: { now: never, sleep: never } };
    const to = { ...call, signal: new AbortController().signal };
    const account = testAccount({ vendor: vendorId('gemini') });
    assert.equal(await failed(vendor.renew(account, testCredential(), to, dueRenewal)), 'credential-rejected');
    assert.equal(await failed(vendor.listModels(account, testCredential(), to, null)), 'credential-rejected');
    assert.equal(vendor.revocation, undefined);
    const { limits } = await vendor.wire();
    assert.deepEqual(
      limits(() => null),
      [],
    );
    assert.equal(vendor.usagePage(account)?.host, 'aistudio.google.com');
  });
});

function never(): never {
  throw new Error('This must not be called.');
}
