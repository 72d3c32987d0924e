import { accountId, type Issuer, type Model, modelId, vendorId } from '../src/core/model.ts';

/** A model for tests that are not about which. */
export function testModel(over: Partial<Model> = {}): Model {
  return {
    vendor: vendorId('openai'),
    id: modelId('model-1'),
    label: 'Model 1',
    limits: { inputTokens: 100_000, outputTokens: 10_000 },
    can: { tools: true, images: true },
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
