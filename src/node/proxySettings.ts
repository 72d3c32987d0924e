import * as tls from 'node:tls';
import type { Secret } from '../core/secret.ts';

/** How to reach the network, as VS Code's `http.*` settings have it. */
export interface ProxySettings {
  /** `off` goes straight to the network whatever the environment says. */
  readonly kind: 'off' | 'on';
  /** `http.proxy`; `null` leaves it to `HTTP_PROXY`, `HTTPS_PROXY`. */
  readonly url: string | null;
  /** Hosts that are reached directly: `http.noProxy` or `NO_PROXY`, and always this computer. */
  readonly bypass: readonly string[];
  readonly authorization: Secret | null;
  readonly strictTls: boolean;
  readonly useSystemCertificates: boolean;
}

export const thisComputer: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Whether the environment makes Node take any certificate where it is not told otherwise, as Maestro's own sockets are. */
export function takesAnyCertificate(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
}

/** The certificates to trust: Node's own (with `NODE_EXTRA_CA_CERTS`) and the system's; `null` leaves Node's default. */
export function systemCertificates(settings: ProxySettings): string[] | null {
  // Node before 22.15 cannot read the system's store.
  if (!settings.useSystemCertificates || !('getCACertificates' in tls)) return null;
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
