import { MaestroError } from './failure.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A base URL from a setting. It must be `https:`, or `http:` on this computer, and have no user name, query or fragment.
 * Throws `bad-setting` naming the setting.
 */
export function readBaseUrl(setting: string, text: string): URL {
  const refuse = (detail: string): never => {
    throw new MaestroError({ code: 'bad-setting', setting, detail });
  };
  const url = URL.canParse(text) ? new URL(text) : refuse('it is not a URL');
  const local = url.protocol === 'http:' && loopbackHosts.includes(url.hostname);
  if (url.protocol !== 'https:' && !local) return refuse('it must begin with https:// (http:// only on this computer)');
  if (url.username !== '' || url.password !== '') return refuse('it must not contain a user name or password');
  if (url.search !== '' || url.hash !== '') return refuse('it must not contain ? or #');
  return url;
}

/** The URL below a base, whatever slashes the base ends with. */
export function below(base: URL, path: string): URL {
  return new URL(`${base.href.replace(/\/+$/, '')}/${path}`);
}

/** The base as an issuer identifier: no slash at the end (OpenID Connect Core 2, `iss`). */
export function issuerOf(base: URL): string {
  return base.href.replace(/\/+$/, '');
}
