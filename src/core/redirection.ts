import type { Failure } from './failure.ts';
import type { HttpResponse } from './ports.ts';

/**
 * `redirected` for a response that sends its reader to another address, where Maestro never goes by itself; its body is left.
 * `null` for any other.
 */
export function redirection(from: URL, response: HttpResponse): Failure | null {
  const location = response.header('location');
  if (response.status < 300 || response.status >= 400 || location === null) return null;
  response.discard();
  const to = URL.canParse(location, from.href) ? new URL(location, from).host : 'an unreadable address';
  return { code: 'redirected', host: from.host, to };
}
