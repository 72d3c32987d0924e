import { MaestroError } from '../../core/failure.ts';
import type { Credential } from '../../core/model.ts';
import type { Headers } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { userAgent } from '../userAgent.ts';

/** Headers in the order in which they go on the wire, with a type for what has a body. The key is never in the address. */
export function apiHeaders(version: string, key: Secret, has: 'body' | 'no-body'): Headers {
  return [
    ['x-goog-api-key', key],
    ...(has === 'body' ? [['Content-Type', 'application/json'] as const] : []),
    ['User-Agent', userAgent(version)],
  ];
}

/** The key of an account. Throws `credential-rejected` for a credential that the API has no place for. */
export function keyOf(credential: Credential): Secret {
  if (credential.kind !== 'api-key') throw new MaestroError({ code: 'credential-rejected' });
  return credential.key;
}
