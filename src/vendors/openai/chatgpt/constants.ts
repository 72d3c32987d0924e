/**
 * Everything fixed about ChatGPT sign-in in dual mode, in one place. The client is the public one (no secret, PKCE) that
 * OpenAI registered for sign-in from a user's own machine; the names Maestro sends of itself are its own.
 */
export const chatgptSignIn = {
  clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  originator: 'maestro_vscode',
  callbackPath: '/auth/callback',
  /**
   * The client version whose catalogue of models Maestro understands. The backend counts in the versions of OpenAI's own
   * client and leaves out the models that are newer.
   */
  catalogueVersion: '0.157.0',
} as const;
