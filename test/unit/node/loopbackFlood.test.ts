import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Listening } from '../../../src/core/ports.ts';
import { type LoopbackLimits, loopbackRedirects } from '../../../src/node/loopback.ts';
import { get, open, refusesConnections } from './loopbackClient.ts';

const path = '/auth/callback';

describe('the loopback listener under a flood', () => {
  let listening: Listening;
  let port: number;

  async function listen(limits: Partial<LoopbackLimits>): Promise<void> {
    const where = { host: 'localhost', ports: [0], path } as const;
    listening = await loopbackRedirects(limits).listen(where, new AbortController().signal);
    port = Number(new URL(listening.redirectUri).port);
  }

  afterEach(async () => {
    listening.close();
    assert.ok(await refusesConnections(port));
  });

  async function assertServed(code: string): Promise<void> {
    const answer = get(port, `${path}?code=${encodeURIComponent(code)}&state=s`);
    const callback = await listening.next();
    assert.equal(callback.query.get('code'), code);
    callback.answer('refused');
    assert.equal((await answer).status, 400);
  }

  const openMany = (count: number): Promise<Socket[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => open(port, index % 2 === 0 ? '127.0.0.1' : 'localhost')));

  it('OA-30: 50 connections that send nothing are each closed, though not at once, the callback is served', async function () {
    this.timeout(30_000);
    await listen({});
    const start = performance.now();
    const sockets = await openMany(50);
    const lives = sockets.map(async (socket) => {
      await once(socket, 'close');
      return performance.now() - start;
    });
    await assertServed('among the silent');
    const shortestMs = Math.min(...(await Promise.all(lives)));
    assert.ok(shortestMs > 3000, `${shortestMs} ms`);
  });

  it('OA-30: a request that comes in drops is cut after the same time, however busy its connection', async () => {
    await listen({ requestMs: 2_000, checkMs: 20 });
    const socket = await open(port);
    const drops = setInterval(() => socket.write('X'), 5);
    // A drop that is on its way when the connection is cut has it reset.
    socket.on('error', () => undefined);
    const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(`GET ${path}?code=slow HTTP/1.1\r\nX-Slow: `);
    await cut;
    clearInterval(drops);
    await assertServed('after the slow one');
  });

  it('OA-30: a spare connection that is cut never sees an answer which nobody asked for', async () => {
    await listen({ requestMs: 50, checkMs: 10 });
    const socket = await open(port);
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    await once(socket, 'close');
    assert.equal(bytes, 0);
  });

  it('keeps at most 64 connections: the longest silent one makes room for the callback', async () => {
    await listen({ requestMs: 60_000 });
    const sockets = await openMany(64);
    const [first, last] = [sockets.at(0), sockets.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    const evicted = once(first, 'close');
    await assertServed('the 65th');
    await evicted;
    assert.equal(last.destroyed, false);
    const flood = await openMany(64);
    await Promise.all(sockets.filter((socket) => !socket.destroyed).map((socket) => once(socket, 'close')));
    await assertServed('after the flood');
    for (const socket of flood) socket.destroy();
  });

  it('a callback that waits for its answer is not what makes room', async () => {
    await listen({ requestMs: 60_000, connections: 8 });
    const answer = get(port, `${path}?code=mine`);
    const callback = await listening.next();
    await openMany(32);
    callback.answer('taken');
    assert.equal((await answer).status, 302);
    assert.equal((await get(port, '/auth/done')).status, 200);
  });

  it('OA-29: a port scan that connects and leaves, or resets, is nothing', async () => {
    await listen({});
    for (const socket of await openMany(10)) socket.destroy();
    for (const socket of await openMany(10)) {
      socket.write('GET /auth/call');
      socket.resetAndDestroy();
    }
    await assertServed('after the scan');
  });

  it('turns callbacks away when nobody takes them, and goes on when somebody does', async () => {
    await listen({});
    const statuses: number[] = [];
    const { promise: turnedAway, resolve } = Promise.withResolvers<void>();
    const answers = Array.from({ length: 40 }, async () => {
      if (statuses.push((await get(port, `${path}?code=crowd`)).status) === 8) resolve();
    });
    await turnedAway;
    for (let taken = 0; taken < 32; taken += 1) (await listening.next()).answer('refused');
    await Promise.all(answers);
    assert.deepEqual(statuses, [...Array(8).fill(503), ...Array(32).fill(400)]);
    await assertServed('after the crowd');
  });
});
