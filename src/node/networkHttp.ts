import { type Failure, failureOf } from '../core/failure.ts';
import type { Http, HttpRequest, HttpResponse } from '../core/ports.ts';
import { FetchHttp } from './fetchHttp.ts';
import { UndiciHttp } from './http.ts';
import type { ProxySettings } from './proxySettings.ts';

/** Whose sockets are used: Maestro's own, VS Code's, or VS Code's only for hosts that Maestro's own cannot reach. */
export type NetworkStack = 'auto' | 'own' | 'vscode';

interface ClosableHttp extends Http {
  close(): Promise<void>;
  retire(): Promise<void>;
}

/**
 * Maestro's own sockets and, for encrypted connections that they cannot make, those of VS Code, tried once. What was the way to an
 * origin is the first to be tried there next time. What a server has had something of is never sent a second time here.
 */
export class NetworkHttp implements Http {
  readonly #own: ClosableHttp;
  readonly #vscode: Http;
  readonly #stack: NetworkStack;
  readonly #reachedByVsCode = new Set<string>();

  constructor(own: ClosableHttp, vscode: Http, stack: NetworkStack) {
    this.#own = own;
    this.#vscode = vscode;
    this.#stack = stack;
  }

  /** As the settings have it. VS Code's `fetch` is looked up at each request, as it puts its own in place when it likes. */
  static of(proxy: ProxySettings, stack: NetworkStack): NetworkHttp {
    return new NetworkHttp(new UndiciHttp(proxy), new FetchHttp((...given) => fetch(...given)), stack);
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { origin, protocol } = request.url;
    // What is not encrypted goes to near hosts only, and through no proxy.
    if (this.#stack === 'own' || protocol !== 'https:') return await this.#own.send(request, signal);
    if (this.#stack === 'vscode') return await this.#vscode.send(request, signal);
    const isOther = this.#reachedByVsCode.has(origin);
    const [first, second] = isOther ? [this.#vscode, this.#own] : [this.#own, this.#vscode];
    try {
      return await first.send(request, signal);
    } catch (error) {
      if (signal.aborted || !isUnconnected(failureOf(error))) throw error;
      const answer = await second.send(request, signal).catch(() => {
        signal.throwIfAborted();
        throw error;
      });
      if (isOther) this.#reachedByVsCode.delete(origin);
      else this.#reachedByVsCode.add(origin);
      return answer;
    }
  }

  /** Ends every socket now. */
  close(): Promise<void> {
    return this.#own.close();
  }

  /** Ends when the running requests have ended. */
  retire(): Promise<void> {
    return this.#own.retire();
  }
}

/** Whether no connection was made, so that nobody has seen anything of the request. */
function isUnconnected(failure: Failure): boolean {
  switch (failure.code) {
    case 'proxy':
    case 'tls':
      return true;
    case 'unreachable':
      return failure.why !== 'reset';
    case 'timeout':
      return failure.stage === 'connecting';
    default:
      return false;
  }
}
