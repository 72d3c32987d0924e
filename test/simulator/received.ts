import type { HostName } from './hosts.ts';

/** Header names and values as they came, in wire order and with their case. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** One request to one host. `path` is below the host's base URL and has no query. */
export interface Received {
  readonly method: string;
  readonly host: HostName;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: HeaderPairs;
  readonly body: string;
}

/** The value of a header, whatever its case; `null` if it is missing. A header sent twice gives the first. */
export function headerOf(request: { readonly headers: HeaderPairs }, name: string): string | null {
  const wanted = name.toLowerCase();
  return request.headers.find(([found]) => found.toLowerCase() === wanted)?.[1] ?? null;
}

/** The media type without its parameters, in lower case. */
export function mediaTypeOf(request: { readonly headers: HeaderPairs }): string {
  const [mediaType = ''] = (headerOf(request, 'content-type') ?? '').split(';');
  return mediaType.trim().toLowerCase();
}
