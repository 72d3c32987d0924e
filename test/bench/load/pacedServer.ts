import { answerText, eventStreamHead, piece, RawServer } from '../../rawServer.ts';
import { choice } from '../wires/openaiChat.ts';

/** An answer that is given piece by piece. Times are ms since 1970, which other processes know as well. */
export interface PacedAnswer {
  /** The number in the question `Question 12`. */
  readonly question: number;
  /** When the question was there. */
  readonly askedAtMs: number;
  /** When each piece was written to the socket. */
  readonly writtenAtMs: readonly number[];
  /** When the socket was closed. */
  readonly closedAtMs: Promise<number>;
}

export interface Pace {
  /** Of one piece, until it is `null` and the answer ends. */
  text(index: number): string | null;
  /** From a piece to the next. */
  readonly intervalMs: number;
}

/** A server that speaks Chat Completions and answers with a piece at a time. */
export class PacedServer implements AsyncDisposable {
  readonly answers: readonly PacedAnswer[];
  readonly #server: RawServer;

  private constructor(server: RawServer, answers: readonly PacedAnswer[]) {
    this.#server = server;
    this.answers = answers;
  }

  static async start(pace: Pace): Promise<PacedServer> {
    const answers: PacedAnswer[] = [];
    const server = await RawServer.start(({ socket, head, body }) => {
      if (head[0]?.startsWith('POST ') !== true) {
        socket.write(answerText(JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }), json));
        return;
      }
      const writtenAtMs: number[] = [];
      const closed = Promise.withResolvers<number>();
      socket.write(eventStreamHead);
      const timer = setInterval(() => {
        const text = pace.text(writtenAtMs.length);
        if (text === null) {
          clearInterval(timer);
          socket.end(`${piece(choice({}, 'stop'))}${piece('data: [DONE]\n\n')}0\r\n\r\n`);
          return;
        }
        writtenAtMs.push(Date.now());
        socket.write(piece(choice({ content: text })));
      }, pace.intervalMs);
      socket.once('close', () => {
        clearInterval(timer);
        closed.resolve(Date.now());
      });
      const question = Number(/Question (\d+)/.exec(body)?.[1]);
      answers.push({ question, askedAtMs: Date.now(), writtenAtMs, closedAtMs: closed.promise });
    });
    return new PacedServer(server, answers);
  }

  get origin(): string {
    return this.#server.origin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }
}

const json = ['Content-Type: application/json'];
