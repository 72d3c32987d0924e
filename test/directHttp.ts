import { UndiciHttp } from '../src/node/http.ts';
import { type ProxySettings, thisComputer } from '../src/node/proxySettings.ts';

/** Straight to the network, with the certificates of Node alone. */
export const direct: ProxySettings = {
  kind: 'on',
  url: null,
  bypass: thisComputer,
  authorization: null,
  strictTls: true,
  useSystemCertificates: false,
};

/** A network of its own: no proxy, no certificates of the system. */
export function directHttp(): UndiciHttp {
  return new UndiciHttp(direct);
}
