/** The parts of `http.IncomingMessage` that decide. `rawHeaders` has names and values in turn. */
export interface ArrivedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
}

export type RejectedStatus = 400 | 403 | 405 | 421 | 431;

export type ReadRequest =
  | { readonly kind: 'navigation'; readonly path: string; readonly query: URLSearchParams }
  | { readonly kind: 'rejected'; readonly status: RejectedStatus };

const mostHeaders = 64;

/**
 * Reads a request to the loopback listener at `port`. Only a browser's top-level GET navigation to this very listener
 * passes: the Host rule stops DNS rebinding (421, RFC 9110 section 15.5.20), the Origin and Sec-Fetch rules stop web
 * pages that call from a script, an image or a frame (403). Old browsers without Sec-Fetch headers pass. Never throws.
 */
export function readRequest(request: ArrivedRequest, port: number): ReadRequest {
  const status = rejection(request, port);
  if (status !== null) return { kind: 'rejected', status };
  const target = readTarget(request.url ?? '');
  return target === null ? { kind: 'rejected', status: 400 } : { kind: 'navigation', ...target };
}

function rejection(request: ArrivedRequest, port: number): RejectedStatus | null {
  const header = (name: string): readonly string[] => headerValues(request.rawHeaders, name);
  const [host, ...otherHosts] = header('host');
  if (request.rawHeaders.length / 2 > mostHeaders) return 431;
  if (host === undefined || otherHosts.length > 0) return 400;
  if (![`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`].includes(host)) return 421;
  if (request.method !== 'GET') return 405;
  if (header('origin').length > 0) return 403;
  if (header('sec-fetch-mode').some((mode) => mode !== 'navigate')) return 403;
  if (header('sec-fetch-dest').some((destination) => destination !== 'document')) return 403;
  if (header('transfer-encoding').length > 0) return 400;
  if (header('content-length').some((length) => length !== '0')) return 400;
  return null;
}

function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Origin form only (RFC 9112 section 3.2.1), so neither `//host` nor `http://host/` can name another authority. */
function readTarget(url: string): { readonly path: string; readonly query: URLSearchParams } | null {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(url) || url.includes('#') || !isEncodedUtf8(url)) return null;
  const [path = '', ...query] = url.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

function isEncodedUtf8(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
