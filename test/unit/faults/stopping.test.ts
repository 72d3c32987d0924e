import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/parts.ts';
import { watched } from '../../../src/core/stream/watched.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { HandClock } from '../../handClock.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece, type RawExchange } from '../../rawServer.ts';
import { rawTurns } from './rawTurns.ts';
import { begun, completed, sse, whole } from './responsesEvents.ts';

/** Resolves when the client has closed the exchange's socket. */
function closed({ socket }: RawExchange): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

describe('a turn that is stopped', () => {
  const start = rawTurns();

  it('while its connection is made sends nothing (ST-64)', async () => {
    const silent = await start(() => undefined);
    const turns = await start(() => undefined, { baseUrl: silent.server.origin.replace('http:', 'https:') });
    const stop = new AbortController();
    const asking = turns.ask(stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    assert.equal(ending(await asking), 'cancelled');
    assert.equal(silent.requests, 0);
  });

  for (const [stage, bytes] of [
    ['before its head', ''],
    ['before its first word', eventStreamHead],
    ['in the middle', eventStreamHead + piece(begun)],
  ] as const) {
    it(`${stage} closes its socket and keeps what has come (ST-64)`, async () => {
      const gone = Promise.withResolvers<void>();
      const stop = new AbortController();
      const turns = await start((exchange) => {
        closed(exchange).then(gone.resolve);
        exchange.socket.write(bytes, () => bytes !== eventStreamHead + piece(begun) && stop.abort());
        if (bytes === '') stop.abort();
      });
      const parts: StreamPart[] = [];
      for await (const batch of turns.stream(stop.signal)) {
        parts.push(...batch);
        if (answerText(parts) !== '') stop.abort();
      }
      await gone.promise;
      assert.deepEqual([ending(parts), turns.requests], ['cancelled', 1]);
      assert.equal(answerText(parts), stage === 'in the middle' ? 'Hello' : '');
    });
  }

  it('while it waits for another try makes none (ST-64)', async () => {
    const turns = await start(({ socket }) => socket.write(answerWith('', ['Retry-After: 30'], '429 Busy')), {
      clock: systemClock,
    });
    const stop = new AbortController();
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream(stop.signal)) {
      parts.push(...batch);
      if (batch.some(({ kind }) => kind === 'retrying')) stop.abort();
    }
    assert.deepEqual([ending(parts), turns.requests], ['cancelled', 1]);
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

  it('two hundred times leaves nothing open behind it (ST-68)', async () => {
    let open = 0;
    let allGone = Promise.withResolvers<void>();
    const turns = await start((exchange) => {
      open++;
      exchange.socket.once('close', () => {
        if (--open === 0) allGone.resolve();
      });
      exchange.socket.write(eventStreamHead + piece(begun));
    });
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    let before = 0;
    for (let n = 0; n < 200; n++) {
      allGone = Promise.withResolvers<void>();
      const stop = new AbortController();
      for await (const batch of turns.stream(stop.signal)) if (answerText(batch) !== '') stop.abort();
      await allGone.promise;
      if (n === 20) before = timers();
    }
    assert.equal(turns.server.openSockets, 0);
    assert.ok(timers() <= before + 2, `${timers()} timers, ${before} after the first turns`);
  }).timeout(20_000);
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
