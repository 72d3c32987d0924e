import { type Account, type Model, type ModelId, modelId } from '../model.ts';
import type { Vendor } from '../vendor.ts';

/**
 * A model that a person named and the vendor does not list: what its name tells, else the abilities of `first`, the first of
 * the list, where there is one.
 */
export function unlistedModel(vendor: Vendor, account: Account, first: Model | null, name: string): Model {
  const id = modelId(name);
  return { ...(vendor.modelNamed?.(account, id) ?? first ?? bareModel(account, id)), id, label: name };
}

/** What is believed of a model that nobody has told anything about. */
function bareModel({ vendor }: Account, id: ModelId): Model {
  return {
    vendor,
    id,
    label: id,
    limits: { inputTokens: null, outputTokens: null },
    can: { streaming: true, tools: true, images: false, verbosity: false },
    reasoning: null,
    price: null,
  };
}
