import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { connect } from 'node:net';
import type { Listening } from '../../../src/core/ports.ts';
import { type LoopbackLimits, loopbackRedirects } from '../../../src/node/loopback.ts';
import { get, getText, open, received, refusesConnections } from './loopbackClient.ts';

const path = '/auth/callback';

async function listen(signal: AbortSignal, limits: Partial<LoopbackLimits> = {}) {
  const listening = await loopbackRedirects(limits).listen({ host: 'localhost', ports: [0], path }, signal);
  return { listening, port: Number(new URL(listening.redirectUri).port) };
}

async function take(listening: Listening, port: number): Promise<void> {
  const answer = get(port, `${path}?code=c&state=s`);
  (await listening.next()).answer('taken');
  assert.equal((await answer).status, 302);
}

describe('closing the loopback listener', () => {
  let controller: AbortController;
  beforeEach(() => {
    controller = new AbortController();
  });
  afterEach(() => controller.abort(new Error('test over')));

  it('OA-34: with no page to deliver, port and sockets are gone at once', async () => {
    const { listening, port } = await listen(controller.signal);
    const silent = await open(port);
    const gone = once(silent, 'close');
    listening.close();
    listening.close();
    await gone;
    assert.ok(await refusesConnections(port));
    assert.ok(await refusesConnections(port, '::1'));
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('OA-34: a client that keeps its half of the connection open is cut all the same', async () => {
    const { listening, port } = await listen(controller.signal);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
    await once(socket, 'connect');
    await get(port, '/');
    listening.close();
    await once(socket, 'end');
    // After the end of the stream only a write can notice that the other side is gone.
    socket.write('GET / HTTP/1.1\r\n');
    const writing = setInterval(() => socket.write('X: y\r\n'), 5);
    await assert.rejects(once(socket, 'close'));
    clearInterval(writing);
  });

  it('OA-34: the page just answered is still delivered, then everything is gone before the limit', async () => {
    const { listening, port } = await listen(controller.signal, { pageMs: 60_000 });
    await take(listening, port);
    const silent = await open(port);
    const gone = once(silent, 'close');
    listening.close();
    assert.match((await get(port, '/auth/done')).body, /Sign-in received/);
    await gone;
    assert.ok(await refusesConnections(port));
  });

  it('OA-34: a browser that never fetches the page has a second for it, and then holds the port no more', async () => {
    const { listening, port } = await listen(controller.signal);
    await take(listening, port);
    const gone = once(await open(port), 'close');
    const start = performance.now();
    listening.close();
    await gone;
    const elapsedMs = performance.now() - start;
    assert.ok(elapsedMs > 900, `${elapsedMs} ms`);
    assert.ok(await refusesConnections(port));
  });

  it('OA-04: after close a late callback is refused, also while the page is still to be delivered', async () => {
    const { listening, port } = await listen(controller.signal, { pageMs: 60_000 });
    await take(listening, port);
    listening.close();
    assert.equal((await get(port, `${path}?code=c&state=s`)).status, 400);
    await assert.rejects(listening.next());
  });

  it('refuses callbacks that nobody has answered', async () => {
    const { listening, port } = await listen(controller.signal);
    const taken = listening.next();
    const answers = [get(port, `${path}?code=1`), get(port, `${path}?code=2`)];
    await taken;
    await get(port, '/');
    listening.close();
    const statuses = (await Promise.all(answers)).map((answer) => answer.status);
    assert.deepEqual(statuses, [400, 400]);
    await assert.rejects(listening.next());
  });

  it('OA-35: an abort rejects whoever waits with its reason and ends every connection', async () => {
    const { listening, port } = await listen(controller.signal);
    const callback = received(await open(port), getText(port, `${path}?code=c`));
    const unanswered = await listening.next();
    const waiting = [listening.next(), listening.next()];
    const silent = once(await open(port), 'close');
    const reason = new Error('the user pressed Cancel');
    controller.abort(reason);
    for (const next of waiting) await assert.rejects(next, reason);
    await assert.rejects(listening.next(), reason);
    await silent;
    assert.match(await callback, /^HTTP\/1\.1 400 /);
    unanswered.answer('taken');
    listening.close();
    assert.ok(await refusesConnections(port));
    assert.ok(await refusesConnections(port, '::1'));
  });

  it('OA-35: an abort ends the time that is left for the page', async () => {
    const { listening, port } = await listen(controller.signal, { pageMs: 60_000 });
    await take(listening, port);
    listening.close();
    controller.abort(new Error('gone'));
    assert.ok(await refusesConnections(port));
  });

  it('does not bind for a sign-in that was cancelled before', async () => {
    const reason = new Error('too late');
    controller.abort(reason);
    const where = { host: 'localhost', ports: [], path } as const;
    await assert.rejects(loopbackRedirects().listen(where, controller.signal), reason);
  });

  it('gives its port back when it is cancelled while it binds', async () => {
    const { listening, port } = await listen(controller.signal);
    listening.close();
    const reason = new Error('cancelled');
    const second = new AbortController();
    const where = { host: 'localhost', ports: [port], path } as const;
    const starting = loopbackRedirects().listen(where, second.signal);
    second.abort(reason);
    await assert.rejects(starting, reason);
    assert.ok(await refusesConnections(port));
  });
});
