import { MaestroError } from '../../core/failure.ts';
import type { Account, Credential } from '../../core/model.ts';
import type { Headers } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { userAgent } from '../userAgent.ts';
import { addressOf } from './address.ts';
import { type Preset, presetBehind } from './presets.ts';

/** One server as one account may use it. */
export interface Server {
  readonly preset: Preset;
  readonly base: URL;
  /** `null` for a server that wants none. */
  readonly key: Secret | null;
  /** Maestro's own version. */
  readonly version: string;
}

/** The server of an account. Throws `credential-rejected` for an account that was not made here. */
export function serverOf(account: Account, credential: Credential, version: string): Server {
  if (account.baseUrl === null || (credential.kind !== 'api-key' && credential.kind !== 'none')) {
    throw new MaestroError({ code: 'credential-rejected' });
  }
  const key = credential.kind === 'api-key' ? credential.key : null;
  return { preset: presetBehind(account.method), base: addressOf(account.baseUrl), key, version };
}

/** Headers of every request, in the order in which they go on the wire. */
export function serverHeaders({ key, version }: Server, more: Headers): Headers {
  return [
    ...(key === null ? [] : [['Authorization', key.map((value) => `Bearer ${value}`)] as const]),
    ...more,
    ['User-Agent', userAgent(version)],
  ];
}
