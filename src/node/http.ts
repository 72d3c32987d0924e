import { Agent, type Dispatcher, EnvHttpProxyAgent, errors, Pool, request } from 'undici';
import { abortable } from '../core/abortable.ts';
import { MaestroError } from '../core/failure.ts';
import type { Http, HttpRequest, HttpResponse } from '../core/ports.ts';
import { Secret } from '../core/secret.ts';
import { type Decoded, decode } from './contentCoding.ts';
import { networkError } from './networkFailure.ts';
import { isSocks, namedProxy, type ProxySettings, systemCertificates } from './proxySettings.ts';

/**
 * Time limits in ms (faults 5.2). `headersMs` is what reasoning models are given, which all of today's are; `idleMs` is
 * between two reads of a body.
 */
export interface Limits {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly idleMs: number;
}

export const defaultLimits: Limits = { connectMs: 10_000, headersMs: 120_000, idleMs: 240_000 };

/** After a consumer has left an answer that is about to end, the socket may finish it and be used again: so long, so many bytes. */
const drainMs = 100;
const drainBytes = 65_536;

/**
 * `Http` over undici: headers in the given order and case, no redirect followed, no cookie, no cache. Answers in gzip,
 * deflate, br or zstd are decoded as they arrive. What is not encrypted is sent to near hosts only, and through no proxy:
 * it would read the keys and the questions. `close` ends every socket.
 */
export class UndiciHttp implements Http {
  readonly #plain: Dispatcher;
  readonly #encrypted: Dispatcher;
  readonly #limits: Limits;

  constructor(proxy: ProxySettings, limits: Limits = defaultLimits) {
    this.#limits = limits;
    this.#plain = newAgent({ ...proxy, kind: 'off' }, limits);
    this.#encrypted = newAgent(proxy, limits);
  }

  async send(
    { method, url, headers, body, patienceMs = 0, once }: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    signal.throwIfAborted();
    const limits = patient(this.#limits, patienceMs);
    const failure = (error: unknown, stage: 'head' | 'body'): MaestroError =>
      networkError(error, { host: url.host, stage, limits });
    try {
      const options = {
        method,
        headers: headers.flatMap(([name, value]) => [name, plain(value)]),
        body: body === null ? null : plain(body),
        signal,
        dispatcher: url.protocol === 'http:' ? this.#plain : this.#encrypted,
        headersTimeout: limits.headersMs,
        bodyTimeout: limits.idleMs,
      };
      const sent = request(url, options).catch((error: unknown) => {
        if (signal.aborted || once === true || !wasInUse(error)) throw error;
        return request(url, options);
      });
      // undici looks at the signal only once it is connected (faults ST-64).
      const answer = await abortable(sent, signal);
      const header = (name: string): string | null => {
        const value = answer.headers[name];
        return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
      };
      const coding = header('content-encoding');
      return {
        status: answer.statusCode,
        header,
        body: chunks(answer.body, coding, signal, (error) => failure(error, 'body')),
        discard: () => void answer.body.on('error', () => undefined).destroy(),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw failure(error, 'head');
    }
  }

  /** Ends every socket now. */
  async close(): Promise<void> {
    await Promise.all([this.#plain.destroy(), this.#encrypted.destroy()]);
  }

  /** Ends when the running requests have ended. */
  async retire(): Promise<void> {
    await Promise.all([this.#plain.close(), this.#encrypted.close()]);
  }
}

/** The limits of a request whose server may be silent for longer. */
export function patient(limits: Limits, patienceMs: number): Limits {
  const { connectMs, headersMs, idleMs } = limits;
  return { connectMs, headersMs: Math.max(headersMs, patienceMs), idleMs: Math.max(idleMs, patienceMs) };
}

/** Stands for a SOCKS proxy where undici wants the address of one that it can use. */
const nowhere = 'http://socks.invalid';

/** Why there is no connection through a SOCKS proxy: undici's own support for them is still an experiment. */
class SocksProxyError extends Error {
  readonly code = 'proxy-socks';
}

function newAgent(proxy: ProxySettings, limits: Limits): Dispatcher {
  const ca = systemCertificates(proxy);
  const tls = { rejectUnauthorized: proxy.strictTls, ...(ca === null ? {} : { ca }) };
  const options = { connect: { timeout: limits.connectMs, ...tls }, allowH2: false } as const;
  const named = namedProxy(proxy, process.env);
  if (named === null) return new Agent(options);
  const bypassing = { ...options, noProxy: proxy.bypass.join(',') };
  if (isSocks(named.address)) {
    const clientFactory = (): Dispatcher =>
      new Pool(nowhere, { connect: (_, callback) => callback(new SocksProxyError(), null) });
    return new EnvHttpProxyAgent({ ...bypassing, httpProxy: nowhere, httpsProxy: nowhere, clientFactory });
  }
  try {
    return new EnvHttpProxyAgent({
      ...bypassing,
      // Without this a silent proxy would be waited for as long as undici likes (faults NT-06).
      clientFactory: (origin, more) => new Pool(origin, { ...more, headersTimeout: limits.headersMs }),
      requestTls: tls,
      proxyTls: tls,
      httpProxy: named.address,
      httpsProxy: named.address,
      ...(proxy.authorization === null ? {} : { token: proxy.authorization.reveal() }),
    });
  } catch {
    throw new MaestroError({
      code: 'bad-setting',
      setting: named.namedBy,
      detail: 'it is not the address of a proxy',
    });
  }
}

/**
 * Whether the connection had served before and was closed by the server, as it may close an idle one at any time (RFC 9112
 * section 9.3.1): the request is sent once more on a new one (faults ST-06).
 */
function wasInUse(error: unknown): boolean {
  return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
}

/** A body as chunks. A consumer that leaves early gives a finished answer a moment to end, then the socket is closed. */
async function* chunks(
  body: Dispatcher.ResponseData['body'],
  coding: string | null,
  signal: AbortSignal,
  failure: (error: unknown) => MaestroError,
): AsyncGenerator<Uint8Array, void> {
  let decoded: Decoded | null = null;
  try {
    decoded = coding === null ? null : await decode(body, coding);
    for await (const chunk of (decoded?.stream ?? body).iterator({ destroyOnReturn: false })) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw failure(error);
  } finally {
    decoded?.end();
    if (!body.closed) {
      body.dump({ limit: drainBytes, signal: AbortSignal.timeout(drainMs) }).catch(() => undefined);
    }
  }
}

/** The text that goes over the wire. */
export function plain(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}
