import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ConfigurationTarget, workspace } from 'vscode';
import { failureOf } from '../../src/core/failure.ts';
import { NetworkHttp } from '../../src/node/networkHttp.ts';
import { closingAfterEach } from '../closing.ts';
import { direct } from '../directHttp.ts';

describe('the network of VS Code', () => {
  const closing = closingAfterEach();

  const settings = workspace.getConfiguration('http');
  afterEach(() => settings.update('proxy', undefined, ConfigurationTarget.Global));

  /** A proxy that reaches nobody, and what it is asked. */
  async function refusing(asked: string[]): Promise<number> {
    const server = createServer((socket) => {
      socket.once('data', (head) => {
        asked.push(head.toString().split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
    });
    closing(server).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    return address.port;
  }

  it('is asked for a host that Maestro’s own cannot reach, and knows the proxy that VS Code has been given', async () => {
    const asked: string[] = [];
    const proxy = await refusing(asked);
    await settings.update('proxy', `http://127.0.0.1:${proxy}`, ConfigurationTarget.Global);
    const http = closing(NetworkHttp.of({ ...direct, kind: 'off' }, 'auto'));
    const request = { method: 'GET', url: new URL('https://maestro.invalid/'), headers: [], body: null } as const;
    // VS Code trusts no certificate that a test could make, so the way ends at the proxy.
    const failure = await http.send(request, new AbortController().signal).then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'unreachable', host: 'maestro.invalid', why: 'dns' });
    assert.deepEqual(asked, ['CONNECT maestro.invalid:443 HTTP/1.1']);
  });
});
