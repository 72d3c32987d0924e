import { GoogleGenAI } from '@google/genai';
import type { Client } from './client.ts';

/** Google's own SDK, one chunk after another. */
export const googleGenAi: Client = async (baseUrl, got) => {
  const sdk = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl } });
  for await (const chunk of await sdk.models.generateContentStream({ model: 'm', contents: 'Go on.' })) {
    for (const part of chunk.candidates?.[0]?.content?.parts ?? []) got(part.text?.length ?? 0);
  }
};
