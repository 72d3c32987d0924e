import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { MaestroError } from '../../../src/core/failure.ts';
import type { Listening } from '../../../src/core/ports.ts';
import { type LoopbackLimits, loopbackRedirects } from '../../../src/node/loopback.ts';
import { skip } from '../../skip.ts';
import { exchange, get, getText, open, readAnswer, refusesConnections } from './loopbackClient.ts';

const path = '/auth/callback';
const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

describe('the loopback listener', () => {
  const listeners: Listening[] = [];
  const occupied: Server[] = [];

  async function listen(limits: Partial<LoopbackLimits> = {}, signal = new AbortController().signal) {
    const listening = await loopbackRedirects(limits).listen({ host: 'localhost', ports: [0], path }, signal);
    listeners.push(listening);
    return { listening, port: Number(new URL(listening.redirectUri).port) };
  }

  async function occupy(host: string, port = 0): Promise<number> {
    const server = createServer().listen({ host, port });
    await once(server, 'listening');
    occupied.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  afterEach(() => {
    for (const listening of listeners.splice(0)) listening.close();
    for (const server of occupied.splice(0)) server.close();
  });

  it('says the redirect URI that the vendor has on its list', async () => {
    const { listening, port } = await listen();
    assert.equal(listening.redirectUri, `http://localhost:${port}/auth/callback`);
  });

  it('takes a callback on each address that localhost stands for', async () => {
    const { listening, port } = await listen();
    for (const [host, code] of [['127.0.0.1', 'four'] as const, ...(hasIpv6 ? [['::1', 'six'] as const] : [])]) {
      const answer = exchange(port, getText(port, `${path}?code=${code}&state=s`), host);
      const callback = await listening.next();
      assert.equal(callback.query.get('code'), code);
      callback.answer('taken');
      assert.equal(readAnswer(await answer).status, 302);
    }
  });

  it('OA-02: a refused callback changes nothing, the next one is still served', async () => {
    const { listening, port } = await listen();
    const stranger = get(port, `${path}?code=evil&state=wrong`);
    (await listening.next()).answer('refused');
    assert.equal((await stranger).status, 400);
    const answer = get(port, `${path}?code=good&state=right`);
    const callback = await listening.next();
    assert.equal(callback.query.get('code'), 'good');
    callback.answer('taken');
    assert.equal((await answer).status, 302);
  });

  it('OA-05: two callbacks at the same moment both arrive, in order, before and after somebody waits', async () => {
    const { listening, port } = await listen();
    const waiting = [listening.next(), listening.next()];
    const sockets = await Promise.all([open(port), open(port)]);
    sockets.forEach((socket, index) => {
      socket.write(getText(port, `${path}?code=${index}`));
    });
    const codes = (await Promise.all(waiting)).map((callback) => callback.query.get('code'));
    assert.deepEqual(codes, ['0', '1']);
    const pipelined = exchange(port, getText(port, `${path}?code=2`) + getText(port, `${path}?code=3`));
    assert.equal((await get(port, '/')).status, 404, 'both are in the queue now');
    const third = await listening.next();
    assert.equal(third.query.get('code'), '2');
    assert.equal((await listening.next()).query.get('code'), '3');
    third.answer('refused');
    assert.equal(readAnswer(await pipelined).status, 400);
  });

  it('OA-33: leads the browser away from the address with the code', async () => {
    const { listening, port } = await listen();
    assert.equal((await get(port, '/auth/done')).status, 404, 'no page before it was earned');
    const answer = get(port, `${path}?code=c0de&state=s`);
    (await listening.next()).answer('taken');
    const { status, headers, body } = await answer;
    assert.equal(status, 302);
    assert.equal(headers.get('location'), '/auth/done');
    assert.ok(!body.includes('c0de'));
    const page = await get(port, '/auth/done');
    assert.equal(page.status, 200);
    assert.match(page.body, /Sign-in received/);
    assert.match(page.body, /Go back to VS Code to finish; you can close this page\./);
    assert.doesNotMatch(page.body, /signed in|success/i, 'the token exchange is still to come');
    assert.equal((await get(port, '/auth/declined')).status, 404);
  });

  it('shows a page of its own when the user declined', async () => {
    const { listening, port } = await listen();
    const answer = get(port, `${path}?error=access_denied&state=s`);
    (await listening.next()).answer('denied');
    assert.equal((await answer).headers.get('location'), '/auth/declined');
    assert.match((await get(port, '/auth/declined')).body, /Sign-in declined/);
  });

  it('answers once, and not to a browser that has gone', async () => {
    const { listening, port } = await listen();
    const answer = get(port, `${path}?code=1`);
    const callback = await listening.next();
    callback.answer('refused');
    callback.answer('taken');
    assert.equal((await answer).status, 400);
    const socket = await open(port);
    socket.write(getText(port, `${path}?code=2`));
    const orphan = await listening.next();
    socket.resetAndDestroy();
    await once(socket, 'close');
    assert.equal((await get(port, '/')).status, 404);
    orphan.answer('taken');
    listening.close();
    assert.ok(await refusesConnections(port), 'nobody is left to fetch the page');
  });

  it('OA-21: is bound to the two loopback addresses and to nothing else', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux has these addresses');
    const { port } = await listen();
    const table = `${await readFile('/proc/net/tcp', 'utf8')}${await readFile('/proc/net/tcp6', 'utf8')}`;
    const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
    const addresses = rows
      .filter(([, local, , state]) => state === '0A' && local?.endsWith(suffix))
      .map((row) => row[1]);
    const expected = [`0100007F${suffix}`, ...(hasIpv6 ? [`00000000000000000000000001000000${suffix}`] : [])];
    assert.deepEqual(addresses, expected);
  });

  it('OA-22: refuses connections to the other addresses of this machine', async function () {
    const { port } = await listen();
    const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const hosts = all.filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0);
    if (hosts.length === 0) skip(this, 'this machine has no other address');
    for (const { address } of hosts) assert.ok(await refusesConnections(port, address), address);
  });

  it('OA-23: a port counts only if it is free on ::1 too; the half that was taken is given back', async function () {
    if (!hasIpv6) skip(this, 'this machine has no IPv6');
    // One that is free on both, of which the other half is given back.
    const busy = await occupy('127.0.0.1');
    await occupy('::1', busy);
    const half = occupied.shift();
    assert.ok(half !== undefined);
    half.close();
    await once(half, 'close');
    const where = { host: 'localhost', ports: [busy, 0], path } as const;
    const listening = await loopbackRedirects().listen(where, new AbortController().signal);
    listeners.push(listening);
    assert.notEqual(Number(new URL(listening.redirectUri).port), busy);
    assert.equal(await occupy('127.0.0.1', busy), busy);
  });

  it('OA-24: no free port is said with the ports, and none is shared', async () => {
    const ports = [await occupy('127.0.0.1'), await occupy('127.0.0.1')];
    const where = { host: 'localhost', ports, path } as const;
    await assert.rejects(loopbackRedirects().listen(where, new AbortController().signal), (error) => {
      assert.ok(error instanceof MaestroError);
      assert.deepEqual(error.failure, { code: 'ports-busy', ports });
      return true;
    });
  });

  it('OA-24: the second port is used when the first is taken', async () => {
    const busy = await occupy('127.0.0.1');
    const where = { host: '127.0.0.1', ports: [busy, 0], path } as const;
    const listening = await loopbackRedirects().listen(where, new AbortController().signal);
    listeners.push(listening);
    assert.match(listening.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/auth\/callback$/);
  });

  it('OA-37: two sign-ins never share a port', async () => {
    const { port } = await listen();
    const where = { host: 'localhost', ports: [port], path } as const;
    await assert.rejects(loopbackRedirects().listen(where, new AbortController().signal), /ports-busy/);
  });
});
