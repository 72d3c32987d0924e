import type { Model } from '../../../core/model.ts';
import { platformModel } from './platform.ts';

/**
 * Models that OpenAI offered to ChatGPT plans and on its platform on 2026-11-20, the default first; for when it cannot be
 * asked.
 */
const ids = ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.2'];

/** A plan's window is smaller than the platform's: 272,000 tokens, of which a request may fill 95 per cent. */
const planLimits = { inputTokens: 258_400, outputTokens: null };

const platform = ids.flatMap((id) => platformModel(id) ?? []);
const plan = platform.map((model) => ({ ...model, limits: planLimits, price: null }));

/** The models known for a way of paying: by use on the platform, or with a ChatGPT plan. */
export function knownModels(way: 'platform' | 'plan'): readonly Model[] {
  return way === 'platform' ? platform : plan;
}
