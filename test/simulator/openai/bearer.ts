import { headerOf, type Received } from '../received.ts';
import type { Grant } from './grant.ts';
import type { World } from './world.ts';

/** Whose request it is: a live credential of ours and its kind, or why it is none. */
export type Bearer =
  | { readonly kind: 'codex-token' | 'siwc-token' | 'api-key'; readonly grant: Grant }
  | { readonly kind: 'expired' | 'revoked'; readonly grant: Grant }
  | { readonly kind: 'missing' | 'malformed' | 'unknown' };

export function readBearer(request: Received, { tokens }: World): Bearer {
  const value = headerOf(request, 'authorization');
  if (value === null) return { kind: 'missing' };
  const token = /^Bearer (\S+)$/.exec(value)?.[1];
  if (token === undefined) return { kind: 'malformed' };
  const isKey = token.startsWith('sk-');
  const found = (isKey ? tokens.keys : tokens.access).find(token);
  if (found.standing === 'unknown') return { kind: 'unknown' };
  const { grant } = found.value;
  if (found.standing === 'live') return { kind: isKey ? 'api-key' : tokenKind(grant), grant };
  return { kind: found.standing === 'expired' ? 'expired' : 'revoked', grant };
}

function tokenKind({ kind }: Grant): 'codex-token' | 'siwc-token' {
  return kind === 'siwc' ? 'siwc-token' : 'codex-token';
}
