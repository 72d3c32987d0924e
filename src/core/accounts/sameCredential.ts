import { type Credential, isSession } from '../model.ts';
import type { Secret } from '../secret.ts';

/** Whether two credentials prove the same to a vendor: what it refuses of the one, it refuses of the other. */
export function sameCredential(a: Credential, b: Credential): boolean {
  switch (a.kind) {
    case 'oauth':
      return b.kind === 'oauth' && a.tokens.access.equals(b.tokens.access);
    case 'exchanged-key':
    case 'api-key':
      return b.kind === a.kind && a.key.equals(b.key);
    case 'bearer':
      return b.kind === 'bearer' && a.token.equals(b.token);
    case 'none':
      return b.kind === 'none';
    default:
      return a satisfies never;
  }
}

/** Whether two credentials are renewed with the same refresh token, or neither with any. */
export function sameRefresh(a: Credential, b: Credential): boolean {
  const [one, other] = [refreshOf(a), refreshOf(b)];
  return one === null || other === null ? one === other : one.equals(other);
}

function refreshOf(credential: Credential): Secret | null {
  return isSession(credential) ? credential.tokens.refresh : null;
}
