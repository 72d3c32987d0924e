/** The API that tokens of "Sign in with ChatGPT" are for (RFC 8707). */
export const resource = 'https://api.openai.com/v1';

/** The scope that lets a program use the person's plan; the person can refuse it and still sign in. */
export const planScope = 'chatgpt.tokens.use.direct';

export const neededScopes: readonly string[] = ['openid', 'resource.invoke'];
export const knownScopes: readonly string[] = [...neededScopes, 'profile', 'email', 'offline_access', planScope];

/** Whether the value names the API: by its public address, or by the one it has in the simulator. */
export function isResource(value: string, apiBaseUrl: string): boolean {
  return value === resource || value === apiBaseUrl;
}
