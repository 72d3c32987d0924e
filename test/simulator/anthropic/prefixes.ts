/** Anthropic's two hosts: the API, and the console with the pages and the token endpoint of its OAuth. */
export const anthropicPrefixes = {
  anthropic: '/api.anthropic.com',
  'anthropic-console': '/console.anthropic.com',
} as const;
