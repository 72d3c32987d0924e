import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece, type RawExchange } from '../../rawServer.ts';
import { outcome, rawTurns } from './rawTurns.ts';
import { added, completed, created, delta, sse } from './responsesEvents.ts';

const turnsAtOnce = 200;
const limits = { headersMs: 500, idleMs: 500 };

/** Numbers between 0 and 1 that follow from the seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Manner = (exchange: RawExchange, question: string) => void;

/** What a server may do with a question, and be done with it. */
const brief: readonly Manner[] = [
  ({ socket }, question) => socket.write(eventStreamHead + piece(answered(question)) + ending),
  ({ socket }, question) => {
    socket.write(eventStreamHead);
    for (const part of answered(question).split(/(?<=\n)/)) socket.write(piece(part));
    socket.write(ending);
  },
  ({ socket }, question) => socket.write(eventStreamHead + piece(half(question)) + ending),
  ({ socket }, question) => socket.end(eventStreamHead + piece(half(question))),
  ({ socket }, question) =>
    socket.write(eventStreamHead + piece(half(question)), () => setImmediate(() => socket.resetAndDestroy())),
  ({ socket }) => socket.resetAndDestroy(),
  ({ socket }) => socket.end(),
  ({ socket }) => socket.write(answerWith('', [], '503 Service Unavailable')),
  ({ socket }) => socket.write(answerWith('', ['Retry-After: 1'], '429 Too Many Requests')),
  ({ socket }) => socket.write(answerWith('{"error":{"code":"insufficient_quota"}}', [], '429 Too Many Requests')),
  ({ socket }) => socket.write(answerWith('<html><title>Portal</title></html>', ['Content-Type: text/html'])),
  ({ socket }) => socket.write(answerWith('')),
];

/** The same where it never ends the exchange: nobody but the product closes the socket. */
const endless: readonly Manner[] = [
  ({ socket }, question) => socket.write(eventStreamHead + piece(answered(question))),
  ({ socket }, question) => socket.write(eventStreamHead + piece(half(question))),
  ({ socket }) => socket.write(eventStreamHead),
  () => undefined,
];
const ending = '0\r\n\r\n';

function half(question: string): string {
  return sse(created, added, delta(`to ${question}: `), delta('half'));
}

function answered(question: string): string {
  return half(question) + sse(delta(' and half'), completed);
}

describe('two hundred turns at once', () => {
  const start = rawTurns();
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  before(() => process.on('unhandledRejection', note));
  after(() => process.off('unhandledRejection', note));

  it('each end once, with their own answer or a failure, whatever becomes of the others', async () => {
    const seed = Date.now() % 1_000_000;
    const random = randomFrom(seed);
    const served = new Map<string, number>();
    const closing: Promise<void>[] = [];
    const turns = await start(
      (exchange) => {
        const question = /question-\d+/.exec(exchange.body)?.[0] ?? 'none';
        served.set(question, (served.get(question) ?? 0) + 1);
        const manners = random() < 0.25 ? endless : brief;
        if (manners === endless) {
          closing.push(new Promise((resolve) => void exchange.socket.once('close', () => resolve())));
        }
        manners[Math.floor(random() * manners.length)]?.(exchange, question);
      },
      { limits },
    );
    const stops = Array.from({ length: turnsAtOnce }, () => (random() < 0.15 ? random() : 1));
    const all = await Promise.all(
      stops.map(async (stopAt, n) => {
        const stop = new AbortController();
        const parts: StreamPart[] = [];
        if (stopAt < 0.05) setImmediate(() => stop.abort());
        for await (const batch of turns.product.stream(turns.account, `question-${n}`, [], stop.signal)) {
          parts.push(...batch);
          if (random() > stopAt) stop.abort();
        }
        return parts;
      }),
    ).catch((error: unknown) => assert.fail(`seed ${seed}: ${String(error)}`));

    const counted = { complete: 0, failed: 0, cancelled: 0 };
    for (const [n, parts] of all.entries()) {
      const what = `seed ${seed}, turn ${n}: ${JSON.stringify(outcome(parts))}`;
      assert.equal(parts.filter(({ kind }) => kind === 'end').length, 1, what);
      const end = parts.at(-1);
      assert.ok(end?.kind === 'end', what);
      counted[end.outcome.kind]++;
      const whole = `to question-${n}: half and half`;
      const text = answerText(parts);
      assert.ok(end.outcome.kind === 'complete' ? text === whole : whole.startsWith(text), `${what}: ${text}`);
      const attempts = parts.filter(({ kind }) => kind === 'retrying').length + 1;
      const requests = served.get(`question-${n}`) ?? 0;
      // A request on a connection that had served before may be sent once more for each try.
      assert.ok(requests <= 2 * attempts, `${what}: ${requests} requests`);
    }
    console.log(`      seed ${seed}: ${JSON.stringify(counted)}`);
    assert.deepEqual(unhandled, [], `seed ${seed}`);
    await Promise.all(closing);
    assert.ok(counted.complete > 0 && counted.failed > 0, `seed ${seed}`);
  }).timeout(10_000);
});
