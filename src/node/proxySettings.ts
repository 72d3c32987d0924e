import * as tls from 'node:tls';
import { arrayAt, member, stringAt } from '../core/json.ts';
import { Secret } from '../core/secret.ts';
import { environmentProxy } from './environmentProxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach the network, as VS Code's `http.*` settings have it. */
export interface ProxySettings {
  /**
   * `off` goes straight to the network whatever the environment says. The others of `http.proxySupport` differ only for
   * requests that bring a proxy agent of their own (`on` leaves it alone, `override` takes its place, `fallback` asks it where
   * no proxy is found), and Maestro's bring none.
   */
  readonly kind: 'off' | 'on';
  /** `http.proxy`; `null` leaves it to `HTTP_PROXY`, `HTTPS_PROXY`. */
  readonly url: string | null;
  /** Hosts that are reached directly: `http.noProxy` or `NO_PROXY`, and always this computer. */
  readonly bypass: readonly string[];
  readonly authorization: Secret | null;
  /** Whether the certificates of the proxy and of hosts are checked, as `http.proxyStrictSSL` has it for VS Code's own requests. */
  readonly strictTls: boolean;
  readonly useSystemCertificates: boolean;
}

export const thisComputer: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** The settings out of VS Code's `http` section and the environment, which counts where a setting is empty. */
export function proxySettingsOf(http: unknown, environment: Environment): ProxySettings {
  const url = stringAt(http, 'proxy') ?? '';
  const authorization = stringAt(http, 'proxyAuthorization') ?? '';
  const listed = arrayAt(http, 'noProxy').filter((host) => typeof host === 'string');
  const ofEnvironment = environment['no_proxy'] || environment['NO_PROXY'] || '';
  const bypass = listed.length > 0 ? listed : ofEnvironment.split(/[,\s]+/).filter((host) => host !== '');
  return {
    kind: stringAt(http, 'proxySupport') === 'off' ? 'off' : 'on',
    url: url === '' ? null : url,
    bypass: [...thisComputer, ...bypass],
    authorization: authorization === '' ? null : new Secret(authorization),
    strictTls: member(http, 'proxyStrictSSL') !== false,
    useSystemCertificates: member(http, 'systemCertificates') !== false,
  };
}

/** The proxy in use, as it is written, and the setting or variable that names it; `null` where nothing does, or it is off. */
export function namedProxy(
  { kind, url }: ProxySettings,
  environment: Environment,
): { readonly namedBy: string; readonly address: string } | null {
  if (kind === 'off') return null;
  return url === null ? environmentProxy(environment) : { namedBy: 'http.proxy', address: url };
}

/** Whether this is the address of a SOCKS proxy, of whichever version. */
export function isSocks(address: string): boolean {
  return /^socks\w*:/i.test(address);
}

/** Whether the environment makes Node take any certificate where it is not told otherwise, as Maestro's own sockets are. */
export function takesAnyCertificate(environment: Environment): boolean {
  return environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
}

/**
 * The certificates to trust: Node's own (with `NODE_EXTRA_CA_CERTS`) and the system's, which on Linux are those that OpenSSL
 * trusts (`SSL_CERT_FILE`, `SSL_CERT_DIR`); `null` leaves Node's default.
 */
export function systemCertificates(settings: ProxySettings): string[] | null {
  // Node before 22.15, which no VS Code that Maestro supports has, cannot read the system's store.
  if (!settings.useSystemCertificates || !('getCACertificates' in tls)) return null;
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
