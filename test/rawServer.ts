import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** One connection to a {@link RawServer}, with every byte that the client sent. */
export interface RawExchange {
  readonly socket: Socket;
  /** The request's lines before the empty one, as they came. */
  readonly head: readonly string[];
  readonly body: string;
}

/** A server of bare sockets: tests see exactly what was sent and answer with exactly what they want. */
export class RawServer {
  readonly exchanges: RawExchange[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  private constructor(answer: (exchange: RawExchange) => void) {
    this.#server = createServer((socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      let received = '';
      socket.on('data', (data) => {
        received += data.toString('latin1');
        const end = received.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (end === -1 || received.length < end + 4 + length) return;
        const exchange = {
          socket,
          head: received.slice(0, end).split('\r\n'),
          body: received.slice(end + 4, end + 4 + length),
        };
        received = received.slice(end + 4 + length);
        this.exchanges.push(exchange);
        answer(exchange);
      });
    });
  }

  static async start(answer: (exchange: RawExchange) => void): Promise<RawServer> {
    const server = new RawServer(answer);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** A server that answers whatever it is asked with this event stream. */
export function serveStream(stream: string): Promise<RawServer> {
  const answer = answerText(stream, ['Content-Type: text/event-stream', 'Connection: close']);
  return RawServer.start(({ socket }) => socket.end(answer));
}

/** A complete answer with `Content-Length`. */
export function answerText(body: string, headers: readonly string[] = [], status = '200 OK'): string {
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** The head of a chunked event stream. */
export const eventStreamHead =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** One piece of a chunked body. */
export function piece(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}
