import { type Effort, type Model, modelId, type Reasoning, vendorId } from '../../core/model.ts';
import type { KnownModels } from '../../core/vendor.ts';

const levels: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

function adaptive(usual: Effort, ...off: readonly Effort[]): Reasoning {
  return { efforts: [...off, ...levels], usual, control: 'adaptive' };
}

const budget: Reasoning = { efforts: ['none', 'low', 'medium', 'high'], usual: 'none', control: 'budget' };

/**
 * Models that Anthropic offered, with their limits, ways of thinking and prices in US$ for a million tokens
 * (Anthropic documentation, Models overview), the one that it recommends first. A price that depends on the request is left out.
 */
export const knownModels: KnownModels = {
  day: '2026-11-20',
  models: [
    known('claude-opus-5-5', 'Claude Opus 5.5', 1_000_000, 128_000, adaptive('medium'), [4, 20]),
    known('claude-sonnet-5-5', 'Claude Sonnet 5.5', 1_000_000, 128_000, adaptive('high', 'minimal'), [2, 10]),
    known('claude-haiku-5-5', 'Claude Haiku 5.5', 1_000_000, 128_000, adaptive('medium', 'none'), null),
    known('claude-fable-5-2', 'Claude Fable 5.2', 1_000_000, 128_000, adaptive('high'), [8, 40]),
    known('claude-opus-5', 'Claude Opus 5', 1_000_000, 128_000, adaptive('high', 'none'), [5, 25]),
    known('claude-sonnet-5', 'Claude Sonnet 5', 1_000_000, 128_000, adaptive('high', 'none'), [2, 10]),
    known('claude-haiku-4-5', 'Claude Haiku 4.5', 200_000, 64_000, budget, [1, 5]),
  ],
};

function known(
  id: string,
  label: string,
  inputTokens: number,
  outputTokens: number,
  reasoning: Reasoning,
  price: readonly [input: number, output: number] | null,
): Model {
  return {
    vendor: vendorId('anthropic'),
    id: modelId(id),
    label,
    limits: { inputTokens, outputTokens },
    can: { streaming: true, tools: true, images: true, verbosity: false },
    reasoning,
    price: price === null ? null : { input: price[0], output: price[1] },
  };
}
