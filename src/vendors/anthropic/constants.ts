/** What is fixed about Anthropic's API. */
export const anthropicApi = {
  version: '2023-06-01',
  /** The beta under which the API takes OAuth tokens. */
  oauthBeta: 'oauth-2025-04-20',
  usagePage: 'https://platform.claude.com/settings/usage',
  origin: 'https://api.anthropic.com',
} as const;

/** What Anthropic's secrets begin with. */
export const prefixes = {
  apiKey: /^sk-ant-api/,
  oauthToken: /^sk-ant-oat/,
  refreshToken: /^sk-ant-ort/,
  adminKey: /^sk-ant-admin/,
} as const;
