import { type Failure, MaestroError } from './failure.ts';
import type { Http } from './ports.ts';

/** An `Http` that refuses, before anything is sent, every request to another origin than these. */
export function onlyTo(origins: readonly string[], http: Http, refusal: (host: string) => Failure): Http {
  return {
    send(request, signal) {
      if (!origins.includes(request.url.origin)) throw new MaestroError(refusal(request.url.host));
      return http.send(request, signal);
    },
  };
}
