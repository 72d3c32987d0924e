/**
 * Servers that speak Chat Completions, each with the root of its address: most have an interface of their own beside `/v1`.
 * `plain` can do nothing special, but has a model for each way in which servers differ.
 */
export const compatiblePrefixes = {
  ollama: '/ollama',
  'lm-studio': '/lm-studio',
  'llama-cpp': '/llama-cpp',
  vllm: '/vllm',
  openrouter: '/openrouter',
  plain: '/plain',
} as const;

export type CompatibleHost = keyof typeof compatiblePrefixes;

/** The path of each server's base URL below its root. */
export const basePaths: Readonly<Record<CompatibleHost, string>> = {
  ollama: '/v1',
  'lm-studio': '/v1',
  'llama-cpp': '/v1',
  vllm: '/v1',
  openrouter: '/api/v1',
  plain: '/v1',
};
