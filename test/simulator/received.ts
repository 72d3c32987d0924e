/** The three hosts that the simulator stands in for, and the control surface that no vendor has. */
export type HostName = 'auth' | 'chatgpt' | 'api';

/** The path prefix under which each host is found. The vendor's own base path is part of it. */
export const hostPrefixes: Readonly<Record<HostName, string>> = {
  auth: '/auth.openai.com',
  chatgpt: '/chatgpt.com/backend-api',
  api: '/api.openai.com/v1',
};

export function isHostName(value: unknown): value is HostName {
  return typeof value === 'string' && Object.hasOwn(hostPrefixes, value);
}

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

/** Which host a request path belongs to, and the path below its base URL; `null` for any other path. */
export function toHostPath(path: string): { readonly host: HostName; readonly path: string } | null {
  for (const [host, prefix] of Object.entries(hostPrefixes)) {
    if (isHostName(host) && path.startsWith(`${prefix}/`)) return { host, path: path.slice(prefix.length) };
  }
  return null;
}
