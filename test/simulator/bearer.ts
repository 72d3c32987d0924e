import type { Grant } from './grant.ts';
import { headerOf, type Received } from './received.ts';
import type { World } from './world.ts';

/** Whose request it is: a live access token or API key of ours, or why the credential is none. */
export type Bearer =
  | { readonly kind: 'access-token' | 'api-key'; readonly grant: Grant }
  | { readonly kind: 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' };

export function readBearer(request: Received, { tokens }: World): Bearer {
  const value = headerOf(request, 'authorization');
  if (value === null) return { kind: 'missing' };
  const token = /^Bearer (\S+)$/.exec(value)?.[1];
  if (token === undefined) return { kind: 'malformed' };
  const kind = token.startsWith('sk-') ? 'api-key' : 'access-token';
  const found = (kind === 'api-key' ? tokens.keys : tokens.access).find(token);
  if (found.standing === 'live') return { kind, grant: found.value.grant };
  return { kind: found.standing === 'spent' ? 'revoked' : found.standing };
}
