import { type Abilities, accountId, type Issuer, type Model, modelId, vendorId } from '../src/core/model.ts';

/** Everything that a model can do, but for what is taken away. */
export function testAbilities(over: Partial<Abilities> = {}): Abilities {
  return { streaming: true, tools: true, images: true, verbosity: true, ...over };
}

/** A model for tests that are not about which. */
export function testModel(over: Partial<Model> = {}): Model {
  return {
    vendor: vendorId('openai'),
    id: modelId('model-1'),
    label: 'Model 1',
    limits: { inputTokens: 100_000, outputTokens: 10_000 },
    can: testAbilities(),
    reasoning: null,
    price: null,
    ...over,
  };
}

/** Whose answers are read in tests that are not about whose. */
export const testIssuer: Issuer = {
  vendor: vendorId('openai'),
  account: accountId('a1'),
  model: modelId('model-1'),
};
