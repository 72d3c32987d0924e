import { member, numberAt, parseJson, stringAt } from '../json.ts';
import { type Credential, type EpochMs, epochMs, isSession } from '../model.ts';
import { keyFacts } from './identity.ts';

/**
 * How far a lineage, which is one sign-in with all its renewals, has come. It holds no secret and lies where every window
 * reads it at once, which the secret store does not promise.
 */
export interface Generation {
  /** Grows with each renewal; the record of the same number, or a higher one, is the newest. */
  readonly number: number;
  /** Fingerprint of the refresh token that `state` is about; `null` where there is none. */
  readonly refresh: string | null;
  /** `intent`: a renewal has begun and its outcome is not known. `dead`: the vendor has ended the session. */
  readonly state: 'idle' | 'intent' | 'dead';
  readonly at: EpochMs;
  /** Whether the person was told that the session is dead. */
  readonly told: boolean;
}

const version = 1;
const states = ['idle', 'intent', 'dead'] as const;

export function writeGeneration({ number, refresh, state, at, told }: Generation): string {
  return JSON.stringify({ v: version, gen: number, rt: refresh, state, at, told });
}

/** Reads what {@link writeGeneration} wrote; `null` for anything else, which is as good as nothing. */
export function readGeneration(text: string): Generation | null {
  const root = parseJson(text);
  const number = numberAt(root, 'gen');
  const at = numberAt(root, 'at');
  const state = states.find((one) => one === stringAt(root, 'state'));
  if (numberAt(root, 'v') !== version || number === null || at === null || state === undefined) return null;
  return { number, refresh: stringAt(root, 'rt'), state, at: epochMs(at), told: member(root, 'told') === true };
}

/** What may be known of a credential's refresh token outside the secret store: enough to tell it from another. */
export async function refreshFingerprint(credential: Credential): Promise<string | null> {
  const refresh = isSession(credential) ? credential.tokens.refresh : null;
  return refresh === null ? null : (await keyFacts(refresh)).fingerprint.slice(0, 22);
}
