import type { Http, HttpRequest, HttpResponse } from '../core/ports.ts';
import { FetchHttp } from './fetchHttp.ts';
import { UndiciHttp } from './http.ts';
import { UnconnectedError } from './networkFailure.ts';
import { type ProxySettings, takesAnyCertificate } from './proxySettings.ts';

/** Whose sockets are used: Maestro's own, VS Code's, or VS Code's only for hosts that Maestro's own cannot reach. */
export type NetworkStack = 'auto' | 'own' | 'vscode';

interface ClosableHttp extends Http {
  close(): Promise<void>;
  retire(): Promise<void>;
}

/**
 * Maestro's own sockets and, for encrypted connections that they cannot make, those of VS Code, tried once. What was the way to an
 * origin is the first to be tried there next time. What a server may have had something of is never sent a second time here.
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

  /**
   * As the settings have it. VS Code's `fetch` is looked up at each request, as it puts its own in place when it likes. Where the
   * environment lets it take any certificate, although the settings do not, it is never asked by itself.
   */
  static of(proxy: ProxySettings, stack: NetworkStack): NetworkHttp {
    const isCredulous = proxy.strictTls && takesAnyCertificate(process.env);
    const other = new FetchHttp((...given) => fetch(...given));
    return new NetworkHttp(new UndiciHttp(proxy), other, stack === 'auto' && isCredulous ? 'own' : stack);
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
      signal.throwIfAborted();
      if (!(error instanceof UnconnectedError)) throw error;
      const answer = await second.send(request, signal).catch((later: unknown) => {
        signal.throwIfAborted();
        throw later instanceof UnconnectedError ? error : later;
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
