import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/core/failure.ts';
import type { Account } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText, ending, type Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { grepForSecrets } from '../../secretSearch.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { Fault } from '../../simulator/faults.ts';
import { hurriedClock } from '../conformance/hurriedClock.ts';

describe('Anthropic turn off the beaten track', () => {
  const lab = productLab();

  async function withSecret(product: Product, key: string): Promise<Account> {
    return (await product.signInBy('anthropic', 'api-key', { values: { key } })).account;
  }

  async function askWith(...faults: readonly Fault[]): Promise<readonly StreamPart[]> {
    const product = lab.open({ clock: hurriedClock });
    const account = await withSecret(product, lab.simulator.anthropic.keyOf('developer'));
    lab.simulator.reset();
    lab.simulator.script(...faults);
    return product.ask(account, 'Hello there, tell me something.');
  }

  describe('errors', () => {
    const final: readonly (readonly [name: Extract<Fault, { named: unknown }>['named'], code: FailureCode])[] = [
      ['usage-limit', 'usage-limit'],
      ['quota', 'billing'],
      ['spend-limit', 'billing'],
      ['region', 'region'],
      ['not-entitled', 'not-entitled'],
      ['model-gone', 'model-unavailable'],
      ['other-product', 'other-product-only'],
      ['context-too-long', 'context-too-long'],
      ['too-large', 'too-large'],
      ['policy', 'policy'],
      ['firewall', 'web-page'],
      ['html', 'web-page'],
      ['redirect', 'redirected'],
    ];
    for (const [named, code] of final) {
      it(`${named} is ${code}, and nothing is sent again`, async () => {
        assert.equal(ending(await askWith({ named })), code);
        assert.equal(lab.simulator.journal.length, 1);
      });
    }

    const passing = [
      'rate-limit',
      'server-error',
      'timeout',
      'overloaded',
      'json-error',
      'bad-gateway',
      'reset',
    ] as const;
    for (const named of passing) {
      it(`${named} passes by itself`, async () => {
        assert.equal(ending(await askWith({ named })), 'complete');
        assert.equal(lab.simulator.journal.length, 2);
      });
    }

    const broken: readonly (readonly [name: Extract<Fault, { named: unknown }>['named'], code: string])[] = [
      ['error-in-stream', 'overloaded'],
      ['restart-in-stream', 'restarted'],
      ['reset-in-stream', 'interrupted'],
      ['truncated', 'truncated'],
      ['huge-event', 'too-much'],
      ['broken-event', 'complete'],
      ['kept-open', 'complete'],
      ['drip', 'complete'],
    ];
    for (const [named, code] of broken) {
      it(`${named} ends as ${code}, with what came before it`, async () => {
        const parts = await askWith({ named });
        assert.equal(ending(parts), code);
        assert.match(answerText(parts), /^Hello/);
        assert.equal(lab.simulator.journal.length, 1);
      });
    }

    it('a refusal says why', async () => {
      const parts = await askWith({ named: 'refusal-in-stream' });
      const end = parts.at(-1);
      assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'complete', reason: 'refused' });
      assert.equal(answerText(parts), 'This could enable harm.');
    });

    it('the plan’s limit says when it ends, and a rejection which request it was', async () => {
      const limited = (await askWith({ named: 'usage-limit' })).at(-1);
      assert.ok(limited?.kind === 'end' && limited.outcome.kind === 'failed');
      const { failure } = limited.outcome;
      assert.ok(failure.code === 'usage-limit' && failure.resetsAt !== null);
      const body = { error: { type: 'invalid_request_error', message: 'No.' }, request_id: 'req_1' };
      const rejected = (await askWith({ status: 400, body })).at(-1);
      assert.deepEqual(rejected?.kind === 'end' && rejected.outcome, {
        kind: 'failed',
        failure: { code: 'rejected', status: 400, detail: 'No. (req_1)' },
      });
    });

    const bare: readonly (readonly [status: number, code: FailureCode])[] = [
      [400, 'rejected'],
      [401, 'credential-rejected'],
      [402, 'billing'],
      [403, 'not-entitled'],
      [404, 'model-unavailable'],
      [413, 'too-large'],
    ];
    for (const [status, code] of bare) {
      it(`a gateway’s bare ${status} is ${code}`, async () => {
        assert.equal(ending(await askWith({ status, body: 'no', times: 2 })), code);
      });
    }
    for (const status of [408, 409, 425, 429, 503, 529]) {
      it(`a gateway’s bare ${status} passes by itself`, async () => {
        assert.equal(ending(await askWith({ status, body: 'busy' })), 'complete');
      });
    }

    it('people without credit, on hold or with another product’s token are told so', async () => {
      const product = lab.open();
      const endings: string[] = [];
      for (const secret of [
        lab.simulator.anthropic.keyOf('no-credit'),
        lab.simulator.anthropic.keyOf('on-hold'),
        lab.simulator.anthropic.tokenOf('claude-plan'),
      ]) {
        endings.push(ending(await product.ask(await withSecret(product, secret), 'Hello')));
      }
      assert.deepEqual(endings, ['billing', 'not-entitled', 'other-product-only']);
    });
  });

  for (const encoding of ['gzip', 'deflate', 'br', 'zstd'] as const) {
    it(`an answer in ${encoding} is shown as it is flushed, not when it ends`, async () => {
      const product = lab.open();
      const account = await withSecret(product, lab.simulator.anthropic.keyOf('developer'));
      lab.simulator.script({
        host: 'anthropic',
        path: '/v1/messages',
        encoding,
        cut: { afterEvents: 8, next: 'hang' },
      });
      const stop = new AbortController();
      let text = '';
      for await (const batch of product.stream(account, 'Hello there', [], stop.signal)) {
        text += answerText(batch);
        // The body never ends: whatever is seen was seen before its end.
        if (text.length > 5) stop.abort();
      }
      assert.match(text, /^Hello/);
    });
  }

  it('a stop closes the socket at once', async () => {
    const product = lab.open();
    const account = await withSecret(product, lab.simulator.anthropic.keyOf('developer'));
    const stop = new AbortController();
    const parts: StreamPart[] = [];
    for await (const batch of product.stream(account, 'write slowly', [], stop.signal)) {
      parts.push(...batch);
      if (answerText(parts).length > 3) stop.abort();
    }
    assert.equal(ending(parts), 'cancelled');
    await lab.simulator.waitFor(({ path, closedByClientMs }) => path === '/v1/messages' && closedByClientMs !== null);
  });

  it('lets no secret into the log', async () => {
    const product = lab.open();
    const { account } = await product.signInBy('anthropic', 'oauth', new PersonAtConsole());
    await product.ask(account, 'Hello');
    await withSecret(product, lab.simulator.anthropic.keyOf('developer'));
    await withSecret(product, `sk-ant-api03-${'x'.repeat(40)}`).catch(() => null);
    await product.maestro.signOut(account.id, { revoke: true });
    assert.deepEqual(await grepForSecrets(lab.simulator.secrets, product.log.lines), []);
  });
});
