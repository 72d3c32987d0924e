import assert from 'node:assert/strict';
import { arrayAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { type Account, isNonEmpty, type Message } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { ResponsesDecoder } from '../../../src/protocols/openaiResponses/decode.ts';
import { answerText, ending, Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { asEventStream, recordingPath, recordings } from '../../recordings.ts';
import { PersonAtBrowser, quickSimulator } from '../../signInBrowser.ts';
import type { Fault } from '../../simulator/faults.ts';
import { skipWithout } from '../../skip.ts';
import { userMessage } from '../../testMessages.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, joined } from '../protocols/decodeBytes.ts';

const path = '/codex/responses';
const never = new AbortController().signal;

describe('A turn through the simulator', function () {
  this.timeout(15_000);
  const lab = productLab();
  let account: Account;
  before(async () => {
    ({ account } = await lab.product.signIn());
  });

  const requests = (): number => lab.simulator.journal.filter((entry) => entry.path === path).length;
  const askAfter = async (...faults: readonly Fault[]): Promise<readonly StreamPart[]> => {
    lab.simulator.script(...faults.map((fault) => ({ host: 'chatgpt', path, ...fault }) as const));
    return lab.product.ask(account, 'What is the capital of France?');
  };
  const kinds = (parts: readonly StreamPart[]): readonly string[] => [...new Set(parts.map(({ kind }) => kind))];

  it('a refused access token is renewed once and the question repeated, unseen (ST-43)', async () => {
    lab.simulator.expireAccessTokens();
    const parts = await askAfter();
    assert.match(answerText(parts), /Paris/);
    assert.deepEqual(kinds(parts), ['renewing', 'limits', 'text', 'end']);
    assert.equal(requests(), 2);
  });

  it('a second refusal ends in one sentence, not in a loop (ST-44)', async () => {
    const parts = await askAfter({ named: 'token-expired', times: 5 });
    assert.equal(ending(parts), 'credential-rejected');
    assert.equal(requests(), 2);
  });

  for (const [named, attempts] of [
    ['server-error', 2],
    ['overloaded', 2],
    ['reset', 2],
    ['rate-limit', 2],
  ] as const) {
    it(`${named} before the answer is tried again (ST-05, ST-50, ST-53, ST-54)`, async () => {
      const parts = await askAfter({ named });
      assert.equal(ending(parts), 'complete');
      assert.equal(parts[0]?.kind, 'retrying');
      assert.equal(requests(), attempts);
    });
  }

  it('gives up after three attempts', async () => {
    const parts = await askAfter({ named: 'server-error', times: 9 });
    assert.equal(ending(parts), 'server');
    assert.equal(requests(), 3);
  });

  const final: readonly (readonly [name: Extract<Fault, { named: string }>['named'], code: string])[] = [
    ['usage-limit', 'usage-limit'],
    ['usage-not-included', 'not-entitled'],
    ['quota', 'billing'],
    ['region', 'region'],
    ['not-entitled', 'not-entitled'],
    ['firewall', 'web-page'],
    ['html', 'web-page'],
    ['context-too-long', 'context-too-long'],
    ['redirect', 'redirected'],
  ];
  for (const [named, code] of final) {
    it(`${named} is not tried again and says ${code} (ST-35, ST-40 to ST-47, ST-52)`, async () => {
      assert.equal(ending(await askAfter({ named, times: 9 })), code);
      assert.equal(requests(), 1);
      assert.equal(lab.product.accounts.list.length, 1, 'the account stays');
    });
  }

  it('an error whose body never ends is told by its status, and its socket closed (ST-56)', async () => {
    const hanging = await askAfter({ status: 400, body: 'half of a sen', hang: true });
    assert.equal(ending(hanging), 'rejected');
    await lab.simulator.waitFor((entry) => entry.path === path && entry.closedByClientMs !== null);
  });

  const broken: readonly (readonly [name: Extract<Fault, { named: string }>['named'], code: string])[] = [
    ['reset-in-stream', 'interrupted'],
    ['fin-in-stream', 'interrupted'],
    ['truncated', 'truncated'],
    ['failed-in-stream', 'server'],
    ['error-in-stream', 'overloaded'],
    ['huge-event', 'too-much'],
  ];
  for (const [named, code] of broken) {
    it(`${named} keeps what arrived and is not sent again (ST-09 to ST-16, ST-31)`, async () => {
      const parts = await askAfter({ named, times: 9 });
      assert.equal(ending(parts), code);
      assert.ok(answerText(parts).length > 0);
      assert.equal(requests(), 1);
    });
  }

  it('an answer is complete at its last event, though the socket stays open (ST-15)', async () => {
    assert.equal(ending(await askAfter({ named: 'kept-open' })), 'complete');
    const { closedByClientMs } = await lab.simulator.waitFor(
      (entry) => entry.path === path && entry.closedByClientMs !== null,
    );
    assert.ok(closedByClientMs !== null);
  });

  it('one byte at a time is the same answer (ST-26)', async () => {
    assert.match(answerText(await askAfter({ chunkBytes: 1 })), /Paris/);
  });

  for (const encoding of ['gzip', 'deflate', 'br', 'zstd'] as const) {
    it(`${encoding} is decoded (NT-01)`, async () => {
      assert.match(answerText(await askAfter({ encoding })), /Paris/);
    });
  }

  it('Stop in mid-stream closes the socket and keeps what arrived (ST-64)', async () => {
    lab.simulator.script({ host: 'chatgpt', path, named: 'hang' });
    const abort = new AbortController();
    const parts: StreamPart[] = [];
    for await (const batch of lab.product.stream(account, 'What is the capital of France?', [], abort.signal)) {
      parts.push(...batch);
      if (answerText(parts) !== '') abort.abort();
    }
    assert.equal(ending(parts), 'cancelled');
    assert.ok(answerText(parts).length > 0);
    await lab.simulator.waitFor((entry) => entry.path === path && entry.closedByClientMs !== null);
  });

  it('who leaves in mid-stream leaves no socket behind', async () => {
    lab.simulator.script({ host: 'chatgpt', path, named: 'hang' });
    for await (const _ of lab.product.stream(account, 'What is the capital of France?', [], never)) break;
    await lab.simulator.waitFor((entry) => entry.path === path && entry.closedByClientMs !== null);
  });

  it('Stop while the answer is awaited sends nothing more', async () => {
    lab.simulator.script({ host: 'chatgpt', path, delayHeadersMs: 60_000 });
    const abort = new AbortController();
    const asking = lab.product.ask(account, 'hello', [], abort.signal);
    await lab.simulator.waitFor((entry) => entry.path === path);
    abort.abort();
    assert.equal(ending(await asking), 'cancelled');
    await lab.simulator.waitFor((entry) => entry.path === path && entry.closedByClientMs !== null);
    assert.equal(requests(), 1);
  });

  for (const idToken of ['other-subject', 'other-account'] as const) {
    it(`a renewal that brings ${idToken} is refused, and the session kept (OA-20)`, async () => {
      const before = lab.product.accounts.find(account.id);
      lab.simulator.expireAccessTokens();
      lab.simulator.script({ tokens: { idToken } });
      const parts = await lab.product.ask(account, 'hello');
      assert.equal(ending(parts), 'bad-id-token');
      assert.deepEqual(lab.product.accounts.find(account.id), before);
      account = (await lab.product.signIn()).account;
    });
  }

  it('a refused key is exchanged anew, and a refresh token that was used up on the way is not lost', async () => {
    const { account: katherine } = await lab.product.signIn(new PersonAtBrowser('enterprise'));
    const responses = (): number => lab.simulator.journal.filter((entry) => entry.path === '/responses').length;
    lab.simulator.script({ host: 'api', path: '/responses', named: 'token-invalidated' });
    assert.equal(ending(await lab.product.ask(katherine, 'hello')), 'complete');
    assert.equal(responses(), 2);
    lab.simulator.script({ host: 'api', path: '/responses', named: 'token-invalidated' });
    lab.simulator.script({ host: 'api', path: '/models', named: 'server-error' });
    assert.equal(ending(await lab.product.ask(katherine, 'hello')), 'server');
    assert.equal(ending(await lab.product.ask(katherine, 'hello')), 'complete');
    lab.simulator.script({ host: 'api', path: '/responses', named: 'token-invalidated' });
    assert.equal(ending(await lab.product.ask(katherine, 'hello')), 'complete');
    await lab.product.maestro.signOut(katherine.id, { revoke: false });
  });

  describe('reasoning that is sealed', () => {
    const reasoningSent = (): readonly (string | null)[] =>
      arrayAt(parseJson(lab.simulator.journal.findLast((entry) => entry.path === path)?.body ?? ''), 'input')
        .filter((item) => stringAt(item, 'type') === 'reasoning')
        .map((item) => stringAt(item, 'encrypted_content'));
    const thoughtful = async (): Promise<readonly Message[]> => {
      const collector = new Collector();
      for (const part of await lab.product.ask(account, 'think')) collector.add(part);
      assert.ok(isNonEmpty(collector.parts));
      return [userMessage('think'), { role: 'assistant', content: collector.parts }];
    };

    it('goes back with the next question, and is taken', async () => {
      const history = await thoughtful();
      assert.equal(ending(await lab.product.ask(account, 'hello', history)), 'complete');
      assert.ok(reasoningSent()[0]?.startsWith('gAAAAA'));
      assert.equal(requests(), 2);
    });

    it('is left out where it is not taken back, unseen', async () => {
      const history = await thoughtful();
      lab.simulator.script({ host: 'chatgpt', path, named: 'invalid-reasoning' });
      const parts = await lab.product.ask(account, 'hello', history);
      assert.equal(ending(parts), 'complete');
      assert.deepEqual(reasoningSent(), []);
      assert.equal(requests(), 3);
    });

    it('is shown to no other account', async () => {
      const history = await thoughtful();
      const { account: other } = await lab.product.signIn(new PersonAtBrowser('pro'));
      assert.equal(ending(await lab.product.ask(other, 'hello', history)), 'complete');
      assert.deepEqual(reasoningSent(), []);
      await lab.product.maestro.signOut(other.id, { revoke: false });
    });
  });

  it('each part arrives with the network read that brought it', async () => {
    const batches: number[] = [];
    for await (const batch of lab.product.stream(account, 'What is the capital of France?', [], never))
      batches.push(batch.length);
    assert.ok(batches.length > 1);
  });

  it('a setting that points elsewhere gets no credential of this account (WV-56)', async () => {
    const elsewhere = await quickSimulator();
    const moved = new Product(elsewhere);
    for (const [key, value] of lab.product.secrets.values) await moved.secrets.set(key, value);
    await moved.accounts.load();
    assert.equal(ending(await moved.ask(account, 'hello')), 'origin-changed');
    assert.deepEqual(elsewhere.journal, []);
    await moved.close();
    await elsewhere.close();
  });

  describe('recordings, replayed byte for byte', () => {
    const all = recordings('openai-responses');
    before(function () {
      skipWithout(all, this);
    });

    for (const { name, events } of all) {
      it(name, async () => {
        const expected = joined(
          decodeBytes(new ResponsesDecoder(testIssuer), new TextEncoder().encode(asEventStream(events))),
        );
        const parts = await askAfter({ replay: recordingPath('openai-responses', name) });
        const content = (list: readonly StreamPart[]): readonly StreamPart[] =>
          joined(list).filter(({ kind }) => kind !== 'retrying' && kind !== 'limits');
        if (answerText(expected) !== '') assert.deepEqual(content(parts), expected);
      });
    }

    it('are there', () => assert.ok(all.length > 0));
  });
});
