import { wayAroundSocks } from './cause.ts';
import { type Finding, failing, fine, warning } from './finding.ts';

/** How Maestro reaches the network, without the addresses of what is reached directly and without passwords. */
export interface ProxyFacts {
  /** The setting or environment variable that names a proxy, and the address as it is written there; `null` where none does. */
  readonly named: { readonly namedBy: string; readonly address: string; readonly isSocks: boolean } | null;
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

/** Whether VS Code's network is never asked: by the setting, or because it would take any certificate. */
function isOwnAlone({ stack, takesAny, isStrict }: ProxyFacts): boolean {
  return stack === 'own' || (stack === 'auto' && takesAny && isStrict);
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

/** Where the network leads if neither a setting nor the environment names a proxy. VS Code's own asks the system for one. */
const unnamed = {
  auto: 'Maestro’s own connections go straight to the network; where they fail, VS Code’s are tried, which may know a PAC file or a proxy of the system.',
  own: 'Maestro’s own connections go straight to the network, past a PAC file or a proxy of the system if there is one.',
  vscode: 'VS Code’s connections are used, which may know a PAC file or a proxy of the system.',
} as const;

function proxyFinding(facts: ProxyFacts): Finding {
  const { named, isOff, hasAuthorization, bypassed } = facts;
  const stack = isOwnAlone(facts) ? 'own' : facts.stack;
  const title = 'Proxy';
  if (isOff) return fine(title, 'http.proxySupport is off: everything goes straight to the network.');
  if (named === null) return fine(title, `Neither http.proxy nor the environment names one. ${unnamed[stack]}`);
  const { namedBy, address, isSocks } = named;
  const host = URL.canParse(address) ? new URL(address).host : '';
  if (host === '') return failing(title, `${namedBy} is not the address of a proxy.`, `Correct ${namedBy}.`);
  if (isSocks && stack !== 'vscode') {
    return warning(
      title,
      `${host}, from ${namedBy}, is a SOCKS proxy. Maestro’s own connections cannot use it.`,
      wayAroundSocks,
    );
  }
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
