import OpenAI from 'openai';
import { stringAt } from '../../../src/core/json.ts';
import type { Client } from './client.ts';

/** OpenAI's own SDK, Responses, one event after another. */
export const openaiResponses: Client = async (baseURL, got) => {
  for await (const event of await newOpenAI(baseURL).responses.create({ model: 'm', input: 'Go on.', stream: true })) {
    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.reasoning_summary_text.delta':
      case 'response.function_call_arguments.delta':
        got(event.delta.length);
        break;
      default:
    }
  }
};

/** OpenAI's own SDK, Chat Completions, one chunk after another. */
export const openaiChat: Client = async (baseURL, got) => {
  const messages = [{ role: 'user', content: 'Go on.' } as const];
  for await (const chunk of await newOpenAI(baseURL).chat.completions.create({ model: 'm', messages, stream: true })) {
    const delta = chunk.choices[0]?.delta;
    const text = delta?.content ?? stringAt(delta, 'reasoning_content') ?? delta?.tool_calls?.[0]?.function?.arguments;
    if (text) got(text.length);
  }
};

function newOpenAI(baseURL: string): OpenAI {
  return new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
}
