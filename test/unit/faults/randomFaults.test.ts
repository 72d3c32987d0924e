import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Account, accountId, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { seeded } from '../../bench/random.ts';
import { answerText } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece, type RawExchange } from '../../rawServer.ts';
import { testAccount, testKey } from '../../testAccount.ts';
import * as messages from '../protocols/messagesEvents.ts';
import { outcome, type RawTurns, rawTurns } from './rawTurns.ts';
import { added, completed, created, delta, sse } from './responsesEvents.ts';

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const turnsAtOnce = 200;
const limits = { headersMs: 500, idleMs: 500 };

/** Numbers between 0 and 1 that follow from the seed and from what they are for, whatever else happens first. */
function randomFor(...what: readonly (string | number)[]): () => number {
  return seeded(
    createHash('sha256')
      .update([seed, ...what].join())
      .digest()
      .readUInt32LE(),
  );
}

/** An answer as its protocol has it, and the half of it. */
interface Answer {
  readonly half: string;
  readonly whole: string;
}

type Manner = (exchange: RawExchange, answer: Answer) => void;

const hangUp: Manner = ({ socket }) => void socket.end();

/** What a server may do with a question, and be done with it. */
const brief: readonly Manner[] = [
  ({ socket }, { whole }) => socket.write(eventStreamHead + piece(whole) + ending),
  ({ socket }, { whole }) => {
    socket.write(eventStreamHead);
    for (const part of whole.split(/(?<=\n)/)) socket.write(piece(part));
    socket.write(ending);
  },
  ({ socket }, { half }) => socket.write(eventStreamHead + piece(half) + ending),
  ({ socket }, { half }) => socket.end(eventStreamHead + piece(half)),
  ({ socket }, { half }) =>
    socket.write(eventStreamHead + piece(half), () => setImmediate(() => socket.resetAndDestroy())),
  ({ socket }) => socket.resetAndDestroy(),
  hangUp,
  ({ socket }) => socket.write(answerWith('', [], '503 Service Unavailable')),
  ({ socket }) => socket.write(answerWith('', ['Retry-After: 1'], '429 Too Many Requests')),
  ({ socket }) => socket.write(answerWith('{"error":{"code":"insufficient_quota"}}', [], '429 Too Many Requests')),
  ({ socket }) => socket.write(answerWith('<html><title>Portal</title></html>', ['Content-Type: text/html'])),
  ({ socket }) => socket.write(answerWith('')),
];

/** The same where it never ends the exchange: nobody but the product closes the socket. */
const endless: readonly Manner[] = [
  ({ socket }, { whole }) => socket.write(eventStreamHead + piece(whole)),
  ({ socket }, { half }) => socket.write(eventStreamHead + piece(half)),
  ({ socket }) => socket.write(eventStreamHead),
  () => undefined,
];
const ending = '0\r\n\r\n';

function responsesAnswer(question: string): Answer {
  const half = sse(created, added, delta(`to ${question}: `), delta('half'));
  return { half, whole: half + sse(delta(' and half'), completed) };
}

function messagesAnswer(question: string): Answer {
  const text = (words: string): object => messages.delta(0, { type: 'text_delta', text: words });
  const half = sse(
    messages.start,
    messages.open(0, { type: 'text', text: '' }),
    text(`to ${question}: `),
    text('half'),
  );
  return { half, whole: half + sse(text(' and half'), messages.close(0), ...messages.stopped('end_turn')) };
}

/** A server that deals with each question as the seed has it, and keeps what it did. */
class WhimsicalServer {
  /** Of each request for a question: whether the server hung up on it on a connection that had served before. */
  readonly #served = new Map<string, boolean[]>();
  readonly #closing: Promise<void>[] = [];

  readonly answer = (exchange: RawExchange): void => {
    const { socket, head, body } = exchange;
    const question = /question-\d+/.exec(body)?.[0] ?? 'none';
    const served = this.#served.get(question) ?? [];
    const random = randomFor(question, served.length);
    const manners = random() < 0.25 ? endless : brief;
    const manner = manners[Math.floor(random() * manners.length)] ?? hangUp;
    if (manners === endless) this.#closing.push(new Promise((resolve) => void socket.once('close', () => resolve())));
    this.#served.set(question, [...served, manner === hangUp && socket.bytesWritten > 0]);
    manner(exchange, head[0]?.includes('/messages') === true ? messagesAnswer(question) : responsesAnswer(question));
  };

  /** How many tries were made for a question: a request that was hung up on like that may be sent again, once a try (ST-06). */
  tries(question: string): number {
    const served = this.#served.get(question) ?? [];
    let tries = 0;
    for (let at = 0; at < served.length; tries++) at += served[at] === true && at + 1 < served.length ? 2 : 1;
    return tries;
  }

  /** Resolves when every connection is closed that only the product closes. */
  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }
}

/** Asks, and stops as the seed has it: never, at once, or after some words. */
async function ask(turns: RawTurns, account: Account, question: string): Promise<readonly StreamPart[]> {
  const random = randomFor(question);
  const stop = new AbortController();
  const isStopped = random() < 0.15;
  let wordsLeft = Math.floor(random() * 4);
  if (isStopped && wordsLeft === 0) setImmediate(() => stop.abort());
  const parts: StreamPart[] = [];
  for await (const batch of turns.product.stream(account, question, [], stop.signal)) {
    parts.push(...batch);
    if (isStopped && answerText(batch) !== '' && --wordsLeft === 0) stop.abort();
  }
  return parts;
}

describe('two hundred turns at once', () => {
  const start = rawTurns();

  it(`each end once, with their own answer or a failure, and are sent no more often than they may be (FC_SEED=${seed})`, async () => {
    const server = new WhimsicalServer();
    const turns = await start(server.answer, { limits });
    const other = await turns.product.accounts.add(
      testAccount({
        vendor: vendorId('anthropic'),
        id: accountId('a2'),
        method: 'api-key',
        workspace: null,
        origins: [turns.server.origin],
      }),
      testKey('sk-ant-0123456789'),
    );
    const all = await Promise.all(
      Array.from({ length: turnsAtOnce }, (_, n) => ask(turns, n % 2 === 0 ? turns.account : other, `question-${n}`)),
    );

    const counted = { complete: 0, failed: 0, cancelled: 0 };
    for (const [n, parts] of all.entries()) {
      const question = `question-${n}`;
      const what = `${question}: ${JSON.stringify(outcome(parts))}`;
      assert.equal(parts.filter(({ kind }) => kind === 'end').length, 1, what);
      const end = parts.at(-1);
      assert.ok(end?.kind === 'end', what);
      counted[end.outcome.kind]++;
      const whole = `to ${question}: half and half`;
      const text = answerText(parts);
      assert.ok(end.outcome.kind === 'complete' ? text === whole : whole.startsWith(text), `${what}: ${text}`);
      const announced = parts.filter(({ kind }) => kind === 'retrying').length + 1;
      const tries = server.tries(question);
      // What was stopped, or took too long, may not have been seen by the server.
      assert.ok(tries <= announced, `${what}: ${tries} tries, ${announced} announced`);
    }
    await server.closed();
    assert.ok(counted.complete > 0 && counted.failed > 0 && counted.cancelled > 0, JSON.stringify(counted));
  }).timeout(60_000);
});
