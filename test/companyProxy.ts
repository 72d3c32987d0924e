import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createEncrypted } from 'node:tls';
import { selfSigned } from './unit/node/certificate.ts';

/**
 * A company's proxy: the only way to a host whose name nobody else knows, and whose certificate nobody outside vouches for. The
 * host is a server of this computer that speaks HTTP without TLS.
 */
export class CompanyProxy {
  readonly host: string;
  /** The host's certificate, in PEM; it vouches for itself. */
  readonly certificate: string;
  /** The heads of all requests to be connected with the host. */
  readonly asked: string[] = [];
  /** The status lines with which the next of them are refused, one each. */
  readonly refusals: string[] = [];
  /** The port of the host on this computer. */
  port = 0;
  readonly #entry: Server;
  readonly #encrypted: Server;
  readonly #sockets = new Set<Duplex>();

  private constructor(host: string) {
    this.host = host;
    const identity = selfSigned(new Date(Date.now() - 1_000), host);
    this.certificate = identity.cert;
    this.#encrypted = createEncrypted(identity, (socket) => this.#join(socket, connect(this.port, '127.0.0.1')));
    this.#encrypted.on('tlsClientError', () => undefined);
    this.#entry = createHttp().on('connect', ({ url, rawHeaders }, socket) => {
      const isKnown = url === `${host}:443`;
      if (isKnown) this.asked.push([`CONNECT ${url}`, ...rawHeaders].join('\n'));
      const refusal = isKnown ? this.refusals.shift() : '502 Bad Gateway';
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
        return;
      }
      const onwards = connect(portOf(this.#encrypted), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        this.#join(socket, onwards);
      });
    });
  }

  static async start(host: string): Promise<CompanyProxy> {
    const proxy = new CompanyProxy(host);
    for (const server of [proxy.#entry, proxy.#encrypted]) {
      server.on('connection', (socket: Socket) => proxy.#watch(socket)).listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${portOf(this.#entry)}`;
  }

  /** Ends all connections, as a proxy does that starts anew. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#entry.close();
    this.#encrypted.close();
  }

  #join(one: Duplex, other: Duplex): void {
    for (const socket of [one, other]) this.#watch(socket);
    one.pipe(other).pipe(one);
    one.once('close', () => other.destroy());
    other.once('close', () => one.destroy());
  }

  #watch(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}
