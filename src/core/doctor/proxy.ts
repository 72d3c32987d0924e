import { type Finding, failing, fine, warning } from './finding.ts';

/** How Maestro reaches the network, without the addresses of what is reached directly and without passwords. */
export interface ProxyFacts {
  /** Where the proxy is named: a setting or an environment variable; `null` where none is in use. */
  readonly namedBy: string | null;
  /** As it is written there. */
  readonly address: string | null;
  readonly isOff: boolean;
  readonly hasAuthorization: boolean;
  /** How many hosts are reached directly. */
  readonly bypassed: number;
  readonly isStrict: boolean;
  readonly usesSystemCertificates: boolean;
  /** `maestro.network.stack`. */
  readonly stack: 'auto' | 'own' | 'vscode';
  /** Whether the environment makes VS Code's network take any certificate. */
  readonly takesAny: boolean;
}

const stacks = {
  auto: 'Maestro’s own is used, and VS Code’s for encrypted hosts that it cannot reach.',
  own: 'Maestro’s own alone is used, as maestro.network.stack says.',
  vscode: 'VS Code’s is used for encrypted hosts, as maestro.network.stack says.',
} as const;

/** The proxy in effect, by its host alone, whose network is used, and how certificates are looked at. */
export function proxyFindings(facts: ProxyFacts): readonly Finding[] {
  return [proxyFinding(facts), stackFinding(facts), certificateFinding(facts)];
}

function stackFinding({ stack, takesAny, isStrict }: ProxyFacts): Finding {
  const title = 'Whose network';
  if (!takesAny || !isStrict || stack === 'own') return fine(title, stacks[stack]);
  const sentence =
    stack === 'auto'
      ? 'Maestro’s own alone is used: the environment’s NODE_TLS_REJECT_UNAUTHORIZED makes VS Code’s take any certificate.'
      : `${stacks.vscode} The environment’s NODE_TLS_REJECT_UNAUTHORIZED makes it take any certificate.`;
  return warning(title, sentence, 'Take that variable out of the environment, and start VS Code anew.');
}

function proxyFinding({ namedBy, address, isOff, hasAuthorization, bypassed }: ProxyFacts): Finding {
  const title = 'Proxy';
  if (isOff) return fine(title, 'http.proxySupport is off: everything goes straight to the network.');
  if (namedBy === null || address === null) return fine(title, 'None is set: everything goes straight to the network.');
  const host = URL.canParse(address) ? new URL(address).host : '';
  if (host === '') return failing(title, `${namedBy} is not the address of a proxy.`, `Correct ${namedBy}.`);
  const password = hasAuthorization ? 'with a password' : 'without http.proxyAuthorization';
  return fine(title, `${host}, from ${namedBy}, ${password}; ${bypassed} hosts are reached directly.`);
}

function certificateFinding({ isStrict, usesSystemCertificates }: ProxyFacts): Finding {
  const title = 'Certificates';
  if (!isStrict) {
    const wayOut = 'Switch http.proxyStrictSSL on, and put your company’s root certificate into the system’s store.';
    return warning(
      title,
      'http.proxyStrictSSL is off: whoever is in between can read your keys and questions.',
      wayOut,
    );
  }
  const whose = usesSystemCertificates ? 'Node’s and the system’s' : 'Node’s; http.systemCertificates is off';
  return fine(title, `Certificates are checked against ${whose}.`);
}
