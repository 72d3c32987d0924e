import type { Failure } from './failure.ts';
import { type Sentence, sentence } from './sentence.ts';

type FailureOf<Code extends Failure['code']> = Extract<Failure, { code: Code }>;

/** What is wrong with a certificate, by OpenSSL's verification result or Node's TLS error, and where to look. */
export function tlsSentence({ host, detail, subject }: FailureOf<'tls'>): Sentence {
  if (/EXPIRED/.test(detail)) {
    return sentence(
      'The certificate of {0} has expired ({1}); check this computer’s clock, or ask whoever runs the server to renew it.',
      host,
      detail,
    );
  }
  if (/NOT_YET_VALID/.test(detail)) {
    return sentence('The certificate of {0} is not valid yet ({1}); check this computer’s clock.', host, detail);
  }
  if (/ALTNAME/.test(detail)) {
    return sentence(
      'What answers as {0} shows a certificate for {1} ({2}); check the address, http.proxy, and whether the network wants you to sign in.',
      host,
      subject ?? '?',
      detail,
    );
  }
  if (/SELF_SIGNED|UNABLE_TO_|UNTRUSTED|ISSUER/.test(detail)) {
    return sentence(
      'Nobody that this computer trusts has signed the certificate of {0} ({1}); put your company’s root certificate into the system’s store and keep http.systemCertificates on, rather than switch http.proxyStrictSSL off.',
      host,
      detail,
    );
  }
  if (/EPROTO|WRONG_VERSION|ERR_SSL/.test(detail)) {
    return sentence('{0} does not speak TLS properly ({1}); check its address and http.proxy.', host, detail);
  }
  return sentence(
    'The connection to {0} is not secure ({1}); check http.proxy and http.systemCertificates.',
    host,
    detail,
  );
}

/** What the proxy in front of a host wants, or does not do, and the setting that it is about. */
export function proxySentence({ host, detail }: FailureOf<'proxy'>): Sentence {
  if (detail === 'proxy-407') {
    return sentence(
      'The proxy in front of {0} wants a sign-in; set http.proxyAuthorization, or put name and password into http.proxy.',
      host,
    );
  }
  if (detail === 'proxy-socks') {
    return sentence(
      'Maestro’s own connections cannot use the SOCKS proxy in front of {0}; name an HTTP proxy in http.proxy, or choose VS Code’s connections in maestro.network.stack if they know SOCKS.',
      host,
    );
  }
  return sentence('The proxy in front of {0} refused the connection; check http.proxy.', host);
}

/** What took too long; `time` is how long that was, in the reader's language. */
export function timeoutSentence({ host, stage }: FailureOf<'timeout'>, time: string): Sentence {
  return stage === 'connecting'
    ? sentence('Connecting to {0} took longer than {1}; check your network or proxy.', host, time)
    : sentence('{0} did not answer within {1}.', host, time);
}
