import { type Model, modelId, vendorId } from '../../../core/model.ts';

const autoId = modelId('openrouter/auto');

/** The day of this knowledge. */
export const openRouterDay = '2026-11-20';

/** OpenRouter's choice among its models by the question; the one name that it has had all the time. */
export const openRouterAuto: Model = {
  vendor: vendorId('openai-compatible'),
  id: autoId,
  label: 'Auto Router',
  limits: { inputTokens: null, outputTokens: null },
  can: { streaming: true, tools: true, images: true, verbosity: false },
  reasoning: null,
  price: null,
};

/** The list with the automatic choice first, where it is offered: the others come in the order of their age. */
export function autoFirst(models: readonly Model[]): readonly Model[] {
  const auto = models.find(({ id }) => id === autoId);
  return auto === undefined ? models : [auto, ...models.filter((model) => model !== auto)];
}
