import type { ProxyFacts } from '../../core/doctor/proxy.ts';
import { isSocks, namedProxy, takesAnyCertificate } from '../../node/proxySettings.ts';
import { networkStack, proxySettings } from '../settings.ts';

/** The network settings that Maestro follows now. */
export function proxyFacts(): ProxyFacts {
  const settings = proxySettings();
  const named = namedProxy(settings, process.env);
  return {
    named: named === null ? null : { ...named, isSocks: isSocks(named.address) },
    isOff: settings.kind === 'off',
    hasAuthorization: settings.authorization !== null,
    bypassed: settings.bypass.length,
    isStrict: settings.strictTls,
    usesSystemCertificates: settings.useSystemCertificates,
    stack: networkStack(),
    takesAny: takesAnyCertificate(process.env),
  };
}
