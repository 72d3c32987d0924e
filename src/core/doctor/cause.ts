import type { Failure } from '../failure.ts';

/** Why a host could not be asked, as one sentence without its end, and what to do about it. */
export interface Cause {
  readonly why: string;
  readonly wayOut: string | null;
}

/** The plain cause behind a failure of the network; any other failure is named by its code alone. */
export function causeOf(failure: Failure): Cause {
  switch (failure.code) {
    case 'unreachable':
      return unreachable[failure.why];
    case 'tls':
      return certificateCause(failure.detail);
    case 'proxy':
      return proxyCause(failure.detail);
    case 'timeout':
      return {
        why: `there was no ${failure.stage === 'connecting' ? 'connection' : 'answer'} within ${failure.seconds} seconds`,
        wayOut: 'Look for a firewall or a VPN in between; a network that needs a proxy often drops what goes past it.',
      };
    case 'stalled':
      return {
        why: `there was no answer within ${failure.seconds} seconds`,
        wayOut: 'Look for a firewall, a VPN or a proxy in between.',
      };
    case 'bad-setting':
      return { why: `the setting ${failure.setting} cannot be used`, wayOut: `Correct ${failure.setting}.` };
    default:
      return { why: `it failed (${failure.code})`, wayOut: null };
  }
}

const unreachable = {
  dns: {
    why: 'its name was not found',
    wayOut: 'Check the network, the VPN and the DNS server; behind a proxy, set http.proxy.',
  },
  'dns-silent': {
    why: 'no name server answered for its name',
    wayOut: 'Check the network, the VPN and the DNS server; behind a proxy, set http.proxy.',
  },
  refused: { why: 'nothing listens there', wayOut: 'Start the server, or correct its address.' },
  reset: { why: 'the connection was closed at once', wayOut: 'Look for a firewall or a filter in between.' },
  other: { why: 'there is no way there', wayOut: 'Check the network, the VPN and http.proxy.' },
} as const satisfies Record<string, Cause>;

/** By OpenSSL's verification results and Node's TLS errors. */
const certificates: readonly (readonly [code: RegExp, cause: Cause])[] = [
  [
    /EXPIRED/,
    { why: 'its certificate has expired', wayOut: 'Check this computer’s clock; else its operator must renew it.' },
  ],
  [/NOT_YET_VALID/, { why: 'its certificate is not valid yet', wayOut: 'Check this computer’s clock.' }],
  [
    /ALTNAME/,
    {
      why: 'its certificate is for another name',
      wayOut: 'Something else answers in its place: a portal, a filter or a wrong address.',
    },
  ],
  [
    /SELF_SIGNED|UNABLE_TO_|UNTRUSTED|ISSUER/,
    {
      why: 'nobody that this computer trusts has signed its certificate',
      wayOut:
        'If your company looks into connections, put its root certificate into the system’s store and keep http.systemCertificates on.',
    },
  ],
  [
    /EPROTO|WRONG_VERSION|ERR_SSL/,
    { why: 'what answers there does not speak TLS properly', wayOut: 'Check the address, and http.proxy.' },
  ],
];

function certificateCause(code: string): Cause {
  const known = certificates.find(([pattern]) => pattern.test(code))?.[1];
  return (
    known ?? { why: 'its certificate is not to be trusted', wayOut: 'Ask whoever runs the network or the server.' }
  );
}

export const wayAroundSocks =
  'Name an HTTP proxy in http.proxy; VS Code’s own connections (maestro.network.stack) may know SOCKS.';

function proxyCause(code: string): Cause {
  if (code === 'proxy-socks') {
    return { why: 'Maestro’s own connections cannot use a SOCKS proxy', wayOut: wayAroundSocks };
  }
  if (code === 'proxy-407') {
    return {
      why: 'the proxy wants a password (407)',
      wayOut: 'Set http.proxyAuthorization, or put name and password into http.proxy.',
    };
  }
  const status = /^proxy-(\d{3})$/.exec(code)?.[1];
  return {
    why: status === undefined ? 'the proxy could not be used' : `the proxy refused to connect (${status})`,
    wayOut: 'Check http.proxy, or ask whoever runs the proxy to let this host through.',
  };
}
