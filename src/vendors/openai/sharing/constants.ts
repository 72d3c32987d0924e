import { issuerOf } from '../../../core/baseUrl.ts';
import type { OpenAiSettings } from '../settings.ts';

/** Everything fixed about "Continue with ChatGPT" (OpenAI's documentation, Sign in with ChatGPT, Token sharing). */
export const sharing = {
  methodId: 'chatgpt-sharing',
  /** What a program is called before it has a client id of its own. */
  unregistered: 'dynamic_agent_client',
  program: 'Maestro',
  callbackPath: '/auth/callback',
  /** The permission to use the plan; the person can refuse it and still sign in. */
  planScope: 'chatgpt.tokens.use.direct',
  scopes: ['openid', 'profile', 'email', 'offline_access', 'resource.invoke', 'chatgpt.tokens.use.direct'],
} as const;

/** The API that the tokens are for (RFC 8707). */
export function resourceOf({ api }: OpenAiSettings): string {
  return issuerOf(api);
}
