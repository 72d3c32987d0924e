import { type Model, modelId, type NonEmpty, vendorId } from '../../core/model.ts';

/** The window of the GPT-5 family: 400,000 tokens, 128,000 of them for the answer (OpenAI's model pages). */
const limits = { inputTokens: 272_000, outputTokens: 128_000 };

/**
 * Models that OpenAI offered to ChatGPT plans and on its platform on 2026-11-20, the default first. Any other name can be
 * set with `maestro.openai.model`.
 */
export const models: NonEmpty<Model> = [
  model('gpt-5.6-sol', 'GPT-5.6 Sol'),
  model('gpt-5.6-terra', 'GPT-5.6 Terra'),
  model('gpt-5.6-luna', 'GPT-5.6 Luna'),
  model('gpt-5.5', 'GPT-5.5'),
  model('gpt-5.2', 'GPT-5.2'),
];

function model(id: string, label: string): Model {
  return { vendor: vendorId('openai'), id: modelId(id), label, limits };
}
