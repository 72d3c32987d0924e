import type { Account } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { FetchHttp } from '../../../src/node/fetchHttp.ts';
import { defaultLimits, type Limits, UndiciHttp } from '../../../src/node/http.ts';
import type { ProxySettings } from '../../../src/node/proxySettings.ts';
import { closingAfterEach } from '../../closing.ts';
import { direct } from '../../directHttp.ts';
import { type ClosableHttp, Product } from '../../product.ts';
import { type RawExchange, RawServer } from '../../rawServer.ts';
import { testAccount, testKey } from '../../testAccount.ts';
import { hurriedClock } from '../conformance/hurriedClock.ts';

export interface RawTurnsOptions {
  readonly limits?: Partial<Limits>;
  readonly proxy?: Partial<ProxySettings>;
  readonly clock?: Clock;
  /** Instead of Maestro's own sockets: Node's `fetch`, as VS Code has it where no proxy is in the way. */
  readonly over?: 'fetch';
  /** Where the account's vendor is, if not at the server. */
  readonly baseUrl?: string;
}

/** Answers the request on its socket; `attempt` counts from 1. */
export type Answer = (exchange: RawExchange, attempt: number) => void;

/**
 * The product with one account, an OpenAI key, whose vendor is a server of bare sockets: each test sees every byte that is
 * sent and gives the bytes of every answer.
 */
export class RawTurns {
  readonly server: RawServer;
  readonly product: Product;
  readonly account: Account;

  private constructor(server: RawServer, product: Product, account: Account) {
    this.server = server;
    this.product = product;
    this.account = account;
  }

  static async start(answer: Answer, options: RawTurnsOptions = {}): Promise<RawTurns> {
    let attempt = 0;
    const server = await RawServer.start((exchange) => answer(exchange, ++attempt));
    const { limits, proxy, over, clock = hurriedClock, baseUrl = `${server.origin}/v1` } = options;
    const allLimits = { ...defaultLimits, ...limits };
    const http = over === 'fetch' ? overFetch(allLimits) : new UndiciHttp({ ...direct, ...proxy }, allLimits);
    const elsewhere = 'https://maestro.invalid';
    const settings = {
      'maestro.openai.authBaseUrl': elsewhere,
      'maestro.openai.chatgptBaseUrl': elsewhere,
      'maestro.openai.apiBaseUrl': baseUrl,
      'maestro.anthropic.apiBaseUrl': server.origin,
    };
    const product = new Product({ settings }, { clock, http });
    const account = await product.accounts.add(
      testAccount({ method: 'api-key', workspace: null, origins: [new URL(baseUrl).origin] }),
      testKey('sk-test-0123456789'),
    );
    return new RawTurns(server, product, account);
  }

  ask(signal = new AbortController().signal): Promise<readonly StreamPart[]> {
    return this.product.ask(this.account, 'Hello', [], signal);
  }

  stream(signal = new AbortController().signal): AsyncGenerator<readonly StreamPart[], void> {
    return this.product.stream(this.account, 'Hello', [], signal);
  }

  get requests(): number {
    return this.server.exchanges.length;
  }

  get host(): string {
    return new URL(this.server.origin).host;
  }

  async close(): Promise<void> {
    await this.product.close();
    await this.server.close();
  }
}

function overFetch(limits: Limits): ClosableHttp {
  const http = new FetchHttp(fetch, limits);
  return { send: (request, signal) => http.send(request, signal), close: async () => undefined };
}

/** Starts {@link RawTurns} that are closed after each test of the suite around. */
export function rawTurns(): (answer: Answer, options?: RawTurnsOptions) => Promise<RawTurns> {
  const closing = closingAfterEach();
  return async (answer, options) => closing(await RawTurns.start(answer, options));
}

/** How a turn ended: what failed, or how it completed. */
export function outcome(parts: readonly StreamPart[]): unknown {
  const end = parts.at(-1);
  if (end?.kind !== 'end') return 'no end';
  return end.outcome.kind === 'failed' ? end.outcome.failure : end.outcome;
}

/** How long each wait for another attempt was, in ms. */
export function waits(parts: readonly StreamPart[]): readonly number[] {
  return parts.flatMap((part) => (part.kind === 'retrying' ? [part.waitMs] : []));
}
