import { type Account, type ChatRequest, type Message, modelId, type NonEmpty } from '../../src/core/model.ts';

/** A question to a model that nobody else knows. */
export function questionTo({ vendor }: Pick<Account, 'vendor'>, messages: NonEmpty<Message>): ChatRequest {
  return {
    model: {
      vendor,
      id: modelId('bench-model'),
      label: 'M',
      limits: { inputTokens: null, outputTokens: null },
      can: { streaming: true, tools: true, images: false, verbosity: false },
      reasoning: null,
      price: null,
    },
    instructions: 'Be brief.',
    messages,
    tools: { mode: 'none' },
    verbosity: 'medium',
    effort: null,
  };
}
