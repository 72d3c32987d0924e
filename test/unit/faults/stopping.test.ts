import assert from 'node:assert/strict';
import { noUsage, type StreamPart } from '../../../src/core/parts.ts';
import { watched } from '../../../src/core/stream/watched.ts';
import { nextTurn, until } from '../../accountWindows.ts';
import { HandClock } from '../../handClock.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece, type RawExchange } from '../../rawServer.ts';
import { nextLookup } from './nameLookup.ts';
import { rawTurns } from './rawTurns.ts';
import { begun, completed, delta, sse, whole } from './responsesEvents.ts';

/** Resolves when the client has closed the exchange's socket. */
function closed({ socket }: RawExchange): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

/** What comes about with a few events, none of which is the end of a time limit; else `null`. */
async function soon<T>(work: Promise<T>): Promise<T | null> {
  const late = async (): Promise<null> => {
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    return null;
  };
  return await Promise.race([work, late()]);
}

const cancelled: StreamPart = { kind: 'end', outcome: { kind: 'cancelled' }, usage: noUsage };

describe('a turn that is stopped', () => {
  const start = rawTurns();

  it('while its host is looked for asks nobody, also when the host is found later (ST-64)', async () => {
    const clock = new HandClock();
    const turns = await start(() => undefined, { clock, baseUrl: 'https://maestro.invalid/v1' });
    const stop = new AbortController();
    const { asked, answered } = nextLookup();
    const asking = turns.ask(stop.signal);
    await asked;
    stop.abort();
    assert.deepEqual(await soon(asking), [cancelled]);
    await answered;
    await nextTurn();
    assert.deepEqual([turns.server.connections, clock.sleepers], [0, 0]);
  });

  it('while its connection is made sends nothing, and the connection ends with its limit (ST-64)', async () => {
    // A server that never speaks TLS keeps a connection from being made.
    const { server } = await start(() => undefined);
    const clock = new HandClock();
    const baseUrl = server.origin.replace('http:', 'https:');
    const turns = await start(() => undefined, { clock, baseUrl, limits: { connectMs: 200 } });
    const stop = new AbortController();
    const asking = turns.ask(stop.signal);
    await until(() => server.openSockets === 1);
    stop.abort();
    assert.deepEqual(await soon(asking), [cancelled]);
    await until(() => server.openSockets === 0);
    assert.deepEqual([server.exchanges.length, clock.sleepers], [0, 0]);
  });

  for (const [stage, bytes] of [
    ['while its answer is awaited', ''],
    ['before its first word', eventStreamHead],
    ['in the middle', eventStreamHead + piece(begun)],
  ] as const) {
    it(`${stage} closes its socket, keeps what has come, and takes nothing more (ST-64)`, async () => {
      const gone = Promise.withResolvers<void>();
      const served = Promise.withResolvers<RawExchange>();
      const clock = new HandClock();
      const stop = new AbortController();
      const turns = await start(
        (exchange) => {
          closed(exchange).then(gone.resolve);
          exchange.socket.write(bytes);
          served.resolve(exchange);
        },
        { clock },
      );
      const hasWords = stage === 'in the middle';
      const stopLate = async (): Promise<void> => {
        const { socket } = await served.promise;
        // What is on its way when it is stopped has come too late.
        if (hasWords) socket.write(piece(sse(delta(' there'))));
        for (let turn = 0; turn < 5; turn++) await nextTurn();
        stop.abort();
      };
      const parts: StreamPart[] = [];
      if (!hasWords) void stopLate();
      for await (const batch of turns.stream(stop.signal)) {
        parts.push(...batch);
        if (answerText(batch) !== '') await stopLate();
      }
      await gone.promise;
      assert.deepEqual(parts.at(-1), cancelled);
      assert.deepEqual([answerText(parts), turns.requests, clock.sleepers], [hasWords ? 'Hello' : '', 1, 0]);
    });
  }

  it('while it waits for another try makes none (ST-64)', async () => {
    const clock = new HandClock();
    const turns = await start(({ socket }) => socket.write(answerWith('', ['Retry-After: 30'], '429 Busy')), { clock });
    const stop = new AbortController();
    void clock.sleeping(30_000).then(() => stop.abort());
    const parts = await turns.ask(stop.signal);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['retrying', 'end'],
    );
    assert.deepEqual([parts.at(-1), turns.requests, clock.sleepers], [cancelled, 1, 0]);
  });

  it('by closing the window ends with its socket, and keeps what has come (ST-65)', async () => {
    const gone = Promise.withResolvers<void>();
    const turns = await start((exchange) => {
      closed(exchange).then(gone.resolve);
      exchange.socket.write(eventStreamHead + piece(begun));
    });
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream()) {
      parts.push(...batch);
      if (answerText(batch) !== '') void turns.product.close();
    }
    await gone.promise;
    assert.deepEqual([ending(parts), answerText(parts), turns.requests], ['interrupted', 'Hello', 1]);
  });

  it('among twenty leaves the others alone (ST-67)', async () => {
    const exchanges: RawExchange[] = [];
    const all = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const turns = await start((exchange) => {
      exchanges.push(exchange);
      exchange.socket.write(eventStreamHead + piece(begun));
      exchange.socket.once('close', () => gone.resolve());
      if (exchanges.length === 20) all.resolve();
    });
    const stop = new AbortController();
    const asked = Array.from({ length: 20 }, (_, n) => turns.ask(n === 7 ? stop.signal : undefined));
    await all.promise;
    stop.abort();
    await gone.promise;
    assert.equal(turns.server.openSockets, 19);
    for (const { socket } of exchanges) socket.write(piece(whole.slice(begun.length)));
    const endings = (await Promise.all(asked)).map(ending);
    assert.deepEqual(
      endings,
      endings.map((_, n) => (n === 7 ? 'cancelled' : 'complete')),
    );
  });
});

describe('a turn of which only comments come', () => {
  const start = rawTurns();

  it('says again and again that it waits, and may still be complete (ST-18)', async () => {
    const clock = new HandClock();
    const turns = await start(({ socket }) => socket.write(eventStreamHead + piece(begun) + piece(': ping\n\n')));
    const seen: string[] = [];
    for await (const batch of watched(turns.stream(), clock, 90_000)) {
      seen.push(...batch.map(({ kind }) => kind));
      const [exchange] = turns.server.exchanges;
      if (seen.filter((kind) => kind === 'waiting').length === 3) exchange?.socket.write(piece(sse(completed)));
      else {
        exchange?.socket.write(piece(': ping\n\n'));
        setImmediate(() => clock.advance(90_000));
      }
    }
    assert.deepEqual(seen, ['text', 'waiting', 'waiting', 'waiting', 'end']);
  });
});
