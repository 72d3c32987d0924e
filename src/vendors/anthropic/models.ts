import { isObject, type Json, member, numberAt, objectAt, stringAt } from '../../core/json.ts';
import {
  type Credential,
  type Effort,
  efforts,
  type Model,
  modelId,
  type Reasoning,
  vendorId,
} from '../../core/model.ts';
import type { Call, ModelList } from '../../core/vendor.ts';
import { knownModels } from './knownModels.ts';
import { askForModels } from './modelPages.ts';
import type { AnthropicSettings } from './settings.ts';

const pageSize = 1_000;
const maxPages = 20;

/**
 * What Anthropic offers to this credential, the default first and the rest as it lists them: newest first. Throws what
 * {@link askForModels} throws.
 */
export async function listModels(
  settings: AnthropicSettings,
  credential: Credential,
  call: Call,
  etag: string | null,
): Promise<ModelList | 'unchanged'> {
  const first = await askForModels(settings, credential, call, { limit: pageSize, etag });
  if (first === 'unchanged') return 'unchanged';
  const found = [...first.models];
  let { next } = first;
  for (let count = 1; next !== null && count < maxPages; count++) {
    const page = await askForModels(settings, credential, call, { limit: pageSize, after: next });
    if (page === 'unchanged') break;
    found.push(...page.models);
    next = page.next;
  }
  const models = found.map(readModel).filter((model) => model !== null);
  // An ETag speaks of one page only.
  return { models: defaultFirst(models), etag: first.next === null ? first.etag : null };
}

/** The first that is known to this version leads the list: Anthropic's own order is by age. */
function defaultFirst(models: readonly Model[]): readonly Model[] {
  const preferred = knownModels.models.find(({ id }) => models.some((model) => model.id === id));
  return models.toSorted((a, b) => Number(b.id === preferred?.id) - Number(a.id === preferred?.id));
}

/** One `ModelInfo` (Anthropic API reference, Models). What it leaves out is taken from what is known of the model. */
function readModel(info: Json): Model | null {
  const id = stringAt(info, 'id');
  if (id === null || id === '' || stringAt(info, 'lifecycle') === 'retired') return null;
  const known = knownModels.models.find((model) => model.id === id);
  const capabilities = member(info, 'capabilities');
  return {
    vendor: vendorId('anthropic'),
    id: modelId(id),
    label: stringAt(info, 'display_name') ?? id,
    limits: {
      inputTokens: numberAt(info, 'max_input_tokens') ?? known?.limits.inputTokens ?? null,
      outputTokens: numberAt(info, 'max_tokens') ?? known?.limits.outputTokens ?? null,
    },
    can: {
      streaming: true,
      tools: true,
      images: isObject(capabilities) ? supports(capabilities, 'image_input') : true,
      verbosity: false,
    },
    reasoning: isObject(capabilities) ? readReasoning(capabilities, known) : (known?.reasoning ?? null),
    price: known?.price ?? null,
  };
}

/** `none` and `minimal` stand for the two ways in which thinking can be turned off. */
function readReasoning(capabilities: Json, known: Model | undefined): Reasoning | null {
  const types = objectAt(objectAt(capabilities, 'thinking'), 'types');
  const effort = objectAt(capabilities, 'effort');
  const usual = known?.reasoning?.usual ?? null;
  const levels = efforts.filter((level) => supports(effort, level));
  if (supports(types, 'adaptive')) {
    const off: readonly Effort[] = [
      ...(supports(types, 'disabled') ? (['none'] as const) : []),
      ...(supports(types, 'between_tools') ? (['minimal'] as const) : []),
    ];
    return { efforts: [...off, ...levels], usual, control: 'adaptive' };
  }
  if (supports(types, 'enabled')) {
    return { efforts: ['none', 'low', 'medium', 'high'], usual: 'none', control: 'budget' };
  }
  return levels.length === 0 ? null : { efforts: levels, usual, control: 'effort' };
}

function supports(capabilities: Json, name: string): boolean {
  return member(objectAt(capabilities, name), 'supported') === true;
}
