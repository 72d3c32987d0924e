import { request } from 'node:http';
import { type HeaderPairs, headerOf } from './received.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Whether the body arrived whole; a reset or an early FIN leaves what came before it. */
  readonly isComplete: boolean;
}

interface WireRequest {
  readonly method?: string;
  /** Sent in this order and case. */
  readonly headers?: HeaderPairs;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Called with each piece of the body as it arrives. */
  readonly onChunk?: (chunk: Buffer) => void;
}

/** Sends exactly these bytes to the simulator, without a product in between. Rejects if no answer begins. */
export function exchange(url: string | URL, options: WireRequest = {}): Promise<WireAnswer> {
  const { method = 'GET', headers = [], body, signal, onChunk } = options;
  const length: HeaderPairs = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  const host: HeaderPairs = headerOf({ headers }, 'host') === null ? [['Host', new URL(url).host]] : [];
  const raw = [...host, ...headers, ...length].flat();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: raw, agent: false, ...(signal === undefined ? {} : { signal }) });
    let hasBegun = false;
    sent.on('error', (error) => {
      // Once the answer has begun, what came of it counts.
      if (!hasBegun) reject(error);
    });
    sent.once('response', (response) => {
      hasBegun = true;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => {
        parts.push(part);
        onChunk?.(part);
      });
      response.on('error', () => {});
      response.once('close', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
          isComplete: response.complete,
        });
      });
    });
    sent.end(body);
  });
}

/** Posts the fields form-encoded. */
export function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<WireAnswer> {
  const headers = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
  return exchange(url, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
}
