import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { type LanguageModel, streamText } from 'ai';
import type { Client } from './client.ts';

const apiKey = 'none';

export const vercelResponses = vercel((baseURL) => createOpenAI({ baseURL, apiKey }).responses('gpt-5.5'));

export const vercelMessages = vercel((baseURL) =>
  createAnthropic({ baseURL: `${baseURL}/v1`, apiKey })('claude-sonnet-4-5'),
);

export const vercelGemini = vercel((baseURL) => createGoogleGenerativeAI({ baseURL, apiKey })('gemini-3-pro-preview'));

export const vercelChat = vercel((baseURL) => createOpenAI({ baseURL, apiKey }).chat('gpt-4.1-nano'));

/** Vercel's SDK over its provider for a vendor, one part after another. */
function vercel(model: (baseUrl: string) => LanguageModel): Client {
  return async (baseUrl, got) => {
    for await (const part of streamText({ model: model(baseUrl), prompt: 'Go on.', maxRetries: 0 }).stream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') got(part.text.length);
    }
  };
}
