/** OpenAI's three hosts, each with the vendor's own base path. */
export const openAiPrefixes = {
  auth: '/auth.openai.com',
  chatgpt: '/chatgpt.com/backend-api',
  api: '/api.openai.com/v1',
} as const;
