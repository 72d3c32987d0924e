/** What is fixed about Google's Gemini API. */
export const geminiApi = {
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  usagePage: 'https://aistudio.google.com/usage',
  /** Where its own libraries look for a key. */
  variables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
} as const;

/** The name that Maestro gives of itself. */
export const productToken = 'TheMaestro';
