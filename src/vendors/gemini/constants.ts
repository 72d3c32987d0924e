/** What is fixed about Google's Gemini API. */
export const geminiApi = {
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  usagePage: 'https://aistudio.google.com/usage',
  /** Where its own libraries look for a key. */
  variables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  /** What sends those libraries, or programs built on them, to another server. */
  addressVariables: ['GOOGLE_GEMINI_BASE_URL', 'GEMINI_BASE_URL'],
} as const;
