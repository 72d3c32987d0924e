import Anthropic from '@anthropic-ai/sdk';
import type { Client } from './client.ts';

/** Anthropic's own SDK, one event after another. */
export const anthropicMessages: Client = async (baseURL, got) => {
  const sdk = new Anthropic({ baseURL, apiKey: 'none', maxRetries: 0 });
  const messages = [{ role: 'user', content: 'Go on.' } as const];
  for await (const event of await sdk.messages.create({ model: 'm', max_tokens: 1_000, messages, stream: true })) {
    if (event.type !== 'content_block_delta') continue;
    switch (event.delta.type) {
      case 'text_delta':
        got(event.delta.text.length);
        break;
      case 'thinking_delta':
        got(event.delta.thinking.length);
        break;
      case 'input_json_delta':
        got(event.delta.partial_json.length);
        break;
      default:
    }
  }
};
