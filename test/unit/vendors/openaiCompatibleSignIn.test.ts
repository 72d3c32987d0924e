import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { closingAfterEach } from '../../closing.ts';
import { answerText, ending, type Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { RawServer, answerText as rawAnswer } from '../../rawServer.ts';
import { refusal, signInAt } from './compatibleServers.ts';

describe('OpenAI-compatible servers: sign-in', () => {
  const lab = productLab();
  const closing = closingAfterEach();

  async function serve(body: string, head: readonly string[] = [], status = '200 OK'): Promise<RawServer> {
    const server = await RawServer.start(({ socket }) => socket.write(rawAnswer(body, head, status)));
    return closing(server);
  }

  it('offers each kind of server with its usual address', () => {
    const methods = lab.open().maestro.vendors.find(({ id }) => id === 'openai-compatible')?.methods ?? [];
    const initial = methods.flatMap((method) =>
      method.kind === 'form' ? [[method.id, method.fields[0].initial, method.fields[1]?.required]] : [[method.id]],
    );
    assert.deepEqual(initial, [
      ['ollama', 'http://localhost:11434/v1', false],
      ['lm-studio', 'http://localhost:1234/v1', false],
      ['vllm', 'http://localhost:8000/v1', false],
      ['llama-cpp', 'http://localhost:8080/v1', false],
      ['openrouter', lab.simulator.openaiCompatible.baseUrl('openrouter'), true],
      ['server', '', false],
      ['openrouter-environment'],
    ]);
  });

  it('needs no key where the server wants none, and answers', async () => {
    const product = lab.open();
    const account = await signInAt(product, lab.simulator, 'ollama');
    const { host, origin } = new URL(lab.simulator.controlUrl);
    assert.deepEqual(
      [account.label, account.method, account.baseUrl, account.origins],
      [`Ollama at ${host}`, 'ollama', `${origin}/ollama/v1`, [origin]],
    );
    await product.maestro.models.list(account);
    assert.match(answerText(await product.ask(account, 'What is the capital of France?')), /Paris/);
    assert.ok(lab.simulator.journal.every(({ rawHeaders }) => rawHeaders.every(([name]) => name !== 'Authorization')));
  });

  it('keeps a key for the server it was given for, named by its last four characters', async () => {
    const product = lab.open();
    const account = await signInAt(product, lab.simulator, 'openrouter', {
      key: lab.simulator.openaiCompatible.keyOf('colleague'),
    });
    assert.match(account.label, /^OpenRouter at 127\.0\.0\.1:\d+ …0000$/);
    assert.match(answerText(await product.ask(account, 'Who am I?')), /Grace Hopper/);
    assert.equal(
      product.maestro.vendors.find(({ id }) => id === account.vendor)?.usagePage(account)?.href,
      'https://openrouter.ai/settings/credits',
    );
  });

  it('makes an account of each server and of each key, and the same one of the same', async () => {
    const product = lab.open();
    const first = await signInAt(product, lab.simulator, 'openrouter', { name: 'Mine' });
    const again = await signInAt(product, lab.simulator, 'openrouter');
    const other = await signInAt(product, lab.simulator, 'openrouter', {
      key: lab.simulator.openaiCompatible.keyOf('colleague'),
    });
    const local = await signInAt(product, lab.simulator, 'plain', { name: 'The big machine' });
    assert.equal(again.id, first.id);
    assert.equal(again.label, 'Mine');
    assert.equal(local.label, 'The big machine');
    assert.equal(new Set([first.id, other.id, local.id]).size, 3);
    assert.equal(product.accounts.list.length, 3);
    const unnamed = await signInAt(product, lab.simulator, 'llama-cpp', { key: 'short' });
    assert.doesNotMatch(unnamed.label, /…/);
  });

  it('adds a missing /v1, and takes off what was copied along', async () => {
    const product = lab.open();
    const base = lab.simulator.openaiCompatible.baseUrl('ollama');
    for (const [host, given] of [
      ['ollama', base.replace(/\/v1$/, '')],
      ['ollama', `${base}/chat/completions`],
      ['lm-studio', lab.simulator.openaiCompatible.baseUrl('lm-studio').replace(/\/v1$/, '/')],
    ] as const) {
      const account = await signInAt(product, lab.simulator, host, { baseUrl: given });
      assert.equal(account.baseUrl, lab.simulator.openaiCompatible.baseUrl(host));
    }
  });

  it('refuses a key that the server does not take, and says so where one is missing', async () => {
    const product = lab.open();
    const vllm = lab.simulator.openaiCompatible.baseUrl('vllm');
    assert.deepEqual(await refusal(product, 'vllm', { baseUrl: vllm, key: 'wrong' }), {
      code: 'key-refused',
      detail: 'vLLM does not take this key.',
    });
    assert.deepEqual(await refusal(product, 'vllm', { baseUrl: vllm }), {
      code: 'key-refused',
      detail: 'vLLM wants an API key.',
    });
    // OpenRouter lists its models to everybody.
    assert.equal((await refusal(product, 'openrouter', { key: 'sk-or-v1-wrong' }))?.code, 'key-refused');
    const echo = await serve('{"error":"invalid key k-123"}', ['Content-Type: application/json'], '403 Forbidden');
    const { host } = new URL(echo.origin);
    assert.deepEqual(await refusal(product, 'server', { baseUrl: `${echo.origin}/v1`, key: 'k-123' }), {
      code: 'key-refused',
      detail: `${host} does not take this key.`,
    });
    assert.equal(product.accounts.list.length, 0);
  });

  it('asks whether the server is running where nobody listens', async () => {
    const gone = await RawServer.start(() => undefined);
    const { host, origin } = new URL(gone.origin);
    await gone.close();
    const failure = await refusal(lab.open(), 'ollama', { baseUrl: `${origin}/v1` });
    assert.deepEqual(failure, { code: 'unreachable', host, why: 'refused' });
  });

  it('says that the address may be wrong where a page, nothing, or something else is', async () => {
    const page = await serve('<html><title>Open WebUI</title></html>', ['Content-Type: text/html']);
    const failure = await refusal(lab.open(), 'server', { baseUrl: page.origin });
    assert.deepEqual(failure, {
      code: 'web-page',
      host: new URL(page.origin).host,
      title: 'Open WebUI Is the base URL right? Most end in /v1.',
    });
    for (const [body, status] of [
      ['{"detail":"Not Found"}', '404 Not Found'],
      ['{"hello":"world"}', '200 OK'],
      ['nothing', '405 Method Not Allowed'],
    ] as const) {
      const server = await serve(body, [], status);
      const found = await refusal(lab.open(), 'server', { baseUrl: `${server.origin}/api/v1` });
      assert.ok(found?.code === 'rejected' && /no list of models is at .*\/api\/v1\/models/.test(found.detail), status);
    }
    const firewall = await serve('<title>Blocked</title>', ['Content-Type: text/html'], '403 Forbidden');
    assert.equal((await refusal(lab.open(), 'server', { baseUrl: firewall.origin, key: 'k' }))?.code, 'web-page');
  });

  it('follows no redirect with the key, and blames neither for a server’s trouble', async () => {
    const elsewhere = await serve('', ['Location: https://evil.example/v1/models'], '307 Temporary Redirect');
    assert.deepEqual(await refusal(lab.open(), 'server', { baseUrl: `${elsewhere.origin}/v1`, key: 'k' }), {
      code: 'redirected',
      host: new URL(elsewhere.origin).host,
      to: 'evil.example',
    });
    const down = await serve('{"error":{"message":"down"}}', [], '500 Internal Server Error');
    assert.equal((await refusal(lab.open(), 'server', { baseUrl: `${down.origin}/v1` }))?.code, 'server');
  });

  it('takes only what the form lets through', async () => {
    for (const values of [
      { baseUrl: 'http://example.com/v1' },
      { baseUrl: 'https://e.com', key: 'a b' },
      { name: 'x'.repeat(61) },
    ]) {
      await assert.rejects(lab.open().signInBy('openai-compatible', 'ollama', { values }), /baseUrl|key|name/);
    }
  });

  describe('from the environment', () => {
    const imported = (product: Product): Promise<string> =>
      product.signInBy('openai-compatible', 'openrouter-environment', {}).then(
        ({ account }) => account.method,
        (error) => failureOf(error).code,
      );

    it('copies OpenRouter’s key after saying so, to the account that typing it makes', async () => {
      const key = lab.simulator.openaiCompatible.keyOf('paid');
      const product = lab.open({ environment: { OPENROUTER_API_KEY: ` ${key} ` } });
      assert.equal(await imported(product), 'openrouter');
      const [account] = product.accounts.list;
      assert.ok(account !== undefined);
      assert.equal((await signInAt(product, lab.simulator, 'openrouter')).id, account.id);
      assert.equal(ending(await product.ask(account, 'hello')), 'complete');
    });

    it('says where there is none, or none that can be one', async () => {
      assert.equal(await imported(lab.open()), 'nothing-to-import');
      assert.equal(await imported(lab.open({ environment: { OPENROUTER_API_KEY: 'two words' } })), 'nothing-to-import');
      assert.equal(await imported(lab.open({ environment: { OPENROUTER_API_KEY: 'sk-or-unknown' } })), 'key-refused');
      const gateway = { OPENROUTER_API_KEY: 'sk-or-unknown', OPENROUTER_BASE_URL: 'https://gateway.example/v1' };
      assert.equal(await imported(lab.open({ environment: gateway })), 'bad-setting');
    });
  });
});
