/** The one host of the Gemini API, with the version that its base path names. */
export const geminiPrefixes = {
  gemini: '/generativelanguage.googleapis.com/v1beta',
} as const;
