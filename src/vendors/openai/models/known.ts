import type { Model } from '../../../core/model.ts';
import type { KnownModels } from '../../../core/vendor.ts';
import { knownOn } from './families.ts';
import { platformModel } from './platform.ts';

/** Models that OpenAI offered to ChatGPT plans and on its platform, the default first; for when it cannot be asked. */
const ids = ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.2'];

/** A plan's window is smaller than the platform's: 272,000 tokens, of which a request may fill 95 per cent. */
const planLimits = { inputTokens: 258_400, outputTokens: null };

/** A way of paying: by use on the platform, or with a ChatGPT plan. */
export type Way = 'platform' | 'plan';

const known = { platform: knownFor('platform'), plan: knownFor('plan') };

/** The models known for a way of paying. */
export function knownModels(way: Way): KnownModels {
  return known[way];
}

/** What the name of a model tells of it; `null` for one of no known family. */
export function modelNamed(way: Way, id: string): Model | null {
  const model = platformModel(id);
  if (model === null || way === 'platform') return model;
  // A plan answers in streams only.
  return { ...model, limits: planLimits, can: { ...model.can, streaming: true }, price: null };
}

function knownFor(way: Way): KnownModels {
  return { models: ids.flatMap((id) => modelNamed(way, id) ?? []), day: knownOn };
}
