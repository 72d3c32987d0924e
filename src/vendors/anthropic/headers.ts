import { MaestroError } from '../../core/failure.ts';
import type { Credential } from '../../core/model.ts';
import type { Headers } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { userAgent } from '../userAgent.ts';
import { anthropicApi, prefixes } from './constants.ts';
import type { AnthropicSettings } from './settings.ts';

/**
 * Headers of the API in the order in which they go on the wire; `content-type` follows where there is a body. Throws
 * `credential-rejected` for a credential that the API has no place for.
 */
export function apiHeaders({ betas, version }: AnthropicSettings, credential: Credential, accept: string): Headers {
  const names = new Set([...betas, ...(isOAuth(credential) ? [anthropicApi.oauthBeta] : [])]);
  return [
    proof(credential),
    ['anthropic-version', anthropicApi.version],
    ...(names.size === 0 ? [] : [['anthropic-beta', [...names].join(',')] as const]),
    ['user-agent', userAgent(version)],
    ['accept', accept],
    ['x-client-version', version],
  ];
}

/** Whether the credential is a token, which the API wants elsewhere than a key. */
export function isToken(credential: Credential): boolean {
  return credential.kind === 'oauth' || credential.kind === 'bearer';
}

/** A token that a gateway gave is no OAuth token of Anthropic's. */
function isOAuth(credential: Credential): boolean {
  return credential.kind === 'oauth' || (credential.kind === 'bearer' && credential.token.matches(prefixes.oauthToken));
}

function proof(credential: Credential): readonly [string, Secret] {
  switch (credential.kind) {
    case 'api-key':
      return ['x-api-key', credential.key];
    case 'oauth':
      return bearer(credential.tokens.access);
    case 'bearer':
      return bearer(credential.token);
    case 'exchanged-key':
    case 'none':
      throw new MaestroError({ code: 'credential-rejected' });
    default:
      return credential satisfies never;
  }
}

function bearer(token: Secret): readonly [string, Secret] {
  return ['authorization', token.map((value) => `Bearer ${value}`)];
}
