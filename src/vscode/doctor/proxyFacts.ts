import type { ProxyFacts } from '../../core/doctor/proxy.ts';
import { environmentProxy } from '../../node/environmentProxy.ts';
import { takesAnyCertificate } from '../../node/proxySettings.ts';
import { networkStack, proxySettings } from '../settings.ts';

/** The network settings that Maestro follows now. */
export function proxyFacts(): ProxyFacts {
  const settings = proxySettings();
  const ofEnvironment = environmentProxy(process.env);
  return {
    namedBy: settings.url !== null ? 'http.proxy' : (ofEnvironment?.variable ?? null),
    address: settings.url ?? ofEnvironment?.address ?? null,
    isOff: settings.kind === 'off',
    hasAuthorization: settings.authorization !== null,
    bypassed: settings.bypass.length,
    isStrict: settings.strictTls,
    usesSystemCertificates: settings.useSystemCertificates,
    stack: networkStack(),
    takesAny: takesAnyCertificate(process.env),
  };
}
