import { abortable } from '../core/abortable.ts';
import { MaestroError } from '../core/failure.ts';
import type { Http, HttpRequest, HttpResponse } from '../core/ports.ts';
import { defaultLimits, type Limits, patient, plain } from './http.ts';
import { networkError } from './networkFailure.ts';

/** Node's `fetch` ends what is silent for 300 s, whatever is wanted; our own words for it come before that (faults NT-12). */
const longestMs = 295_000;

/** As much of `fetch` as is needed. */
type Fetch = (url: URL, options: FetchOptions) => Promise<FetchAnswer>;

interface FetchOptions {
  readonly method: 'GET' | 'POST';
  readonly headers: [string, string][];
  readonly body: string | null;
  readonly redirect: 'manual';
  readonly cache: 'no-store';
  readonly credentials: 'omit';
  readonly signal: AbortSignal;
}

interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * `Http` over `fetch` as VS Code's extension host has it, which knows proxies that only VS Code or the system can tell of: PAC
 * files, and proxies that want the system's sign-in. Its own limits cannot be set, so the times are watched here. No cookie,
 * no cache; redirects are answers. The names of headers and their order are what `fetch` makes of them.
 */
export class FetchHttp implements Http {
  readonly #fetch: Fetch;
  readonly #limits: Limits;

  constructor(given: Fetch, limits: Limits = defaultLimits) {
    this.#fetch = given;
    this.#limits = limits;
  }

  async send({ method, url, headers, body, patienceMs = 0 }: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    signal.throwIfAborted();
    const limits = patient(this.#limits, Math.min(patienceMs, longestMs));
    const silence = new Silence();
    const either = AbortSignal.any([signal, silence.signal]);
    const failed = (error: unknown, stage: 'head' | 'body'): MaestroError => {
      either.throwIfAborted();
      return networkError(error, { host: url.host, stage, limits });
    };
    const headLimit = {
      code: 'timeout',
      host: url.host,
      stage: 'answering',
      seconds: limits.headersMs / 1_000,
    } as const;
    const bodyLimit = { code: 'stalled', seconds: limits.idleMs / 1_000 } as const;
    try {
      const asked = this.#fetch(url, {
        method,
        headers: headers.map(([name, value]) => [name, plain(value)]),
        body: body === null ? null : plain(body),
        redirect: 'manual',
        cache: 'no-store',
        credentials: 'omit',
        signal: either,
      });
      // VS Code asks the system for a proxy first, and looks at the signal only afterwards.
      const answer = await silence.over(abortable(asked, either), limits.headersMs, headLimit);
      return {
        status: answer.status,
        header: (name) => answer.headers.get(name),
        body: chunks(answer.body, (next) => silence.over(next, limits.idleMs, bodyLimit), failed),
        discard: () => void answer.body?.cancel().catch(() => undefined),
        network: 'vscode',
      };
    } catch (error) {
      throw failed(error, 'head');
    }
  }
}

/** Ends what is silent for too long. */
class Silence {
  readonly #end = new AbortController();

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** What is waited for; it is aborted with this failure when it takes longer than `ms`. */
  async over<T>(waited: Promise<T>, ms: number, failure: MaestroError['failure']): Promise<T> {
    const timer = setTimeout(() => this.#end.abort(new MaestroError(failure)), ms);
    try {
      return await waited;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A body as chunks. Leaving it early closes its socket. */
async function* chunks(
  body: ReadableStream<Uint8Array> | null,
  watched: <T>(next: Promise<T>) => Promise<T>,
  failed: (error: unknown, stage: 'body') => MaestroError,
): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await watched(reader.read());
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw failed(error, 'body');
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
