/**
 * Everything fixed about ChatGPT sign-in in dual mode, in one place. The client is the public one (no secret, PKCE) that
 * OpenAI registered for sign-in from a user's own machine; the names Maestro sends of itself are its own.
 */
export const chatgptSignIn = {
  clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  originator: 'maestro_vscode',
  callbackPath: '/auth/callback',
  /** OpenAI's namespaced claim with plan and workspace. */
  claim: 'https://api.openai.com/auth',
  profileClaim: 'https://api.openai.com/profile',
} as const;

export const productToken = 'TheMaestro';
