import type { ApiKey, OAuthTokens } from '../../core/model.ts';
import type { Headers } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { userAgent } from '../userAgent.ts';
import { isFedramp } from './chatgpt/identity.ts';

/** Headers of the ChatGPT backend, in the order in which they go on the wire; one more for government workspaces. */
export function chatgptHeaders(version: string, tokens: OAuthTokens, workspace: string): Headers {
  return [
    ['Authorization', bearer(tokens.access)],
    ['chatgpt-account-id', workspace],
    ...(isFedramp(tokens) ? [['X-OpenAI-Fedramp', 'true'] as const] : []),
    ['Content-Type', 'application/json'],
    ['OpenAI-Beta', 'responses=experimental'],
    ['User-Agent', userAgent(version)],
  ];
}

/** Headers of the platform API, in the order in which they go on the wire; organization and project where known. */
export function platformHeaders(version: string, { key, organization, project }: ApiKey): Headers {
  return [
    ['Authorization', bearer(key)],
    ['version', version],
    ...(organization === null ? [] : [['OpenAI-Organization', organization] as const]),
    ...(project === null ? [] : [['OpenAI-Project', project] as const]),
    ['Content-Type', 'application/json'],
    ['User-Agent', userAgent(version)],
  ];
}

/** Headers of the platform API for a shared ChatGPT plan: those of other sign-ins are refused there. */
export function sharingHeaders(version: string, access: Secret): Headers {
  return [
    ['Authorization', bearer(access)],
    ['Content-Type', 'application/json'],
    ['User-Agent', userAgent(version)],
  ];
}

function bearer(secret: Secret): Secret {
  return secret.map((value) => `Bearer ${value}`);
}
