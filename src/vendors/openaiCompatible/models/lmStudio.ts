import { arrayAt, type Json, numberAt, stringAt } from '../../../core/json.ts';
import type { Model } from '../../../core/model.ts';
import type { Call } from '../../../core/vendor.ts';
import type { Server } from '../server.ts';
import { modelOf } from './entry.ts';
import { askBeside } from './native.ts';
import { windowOf } from './window.ts';

/**
 * LM Studio's models with what its own interface says of them, the loaded ones first (LM Studio documentation, REST
 * API v0, `GET /api/v0/models`); `null` if there is none.
 */
export async function lmStudioModels(server: Server, call: Call): Promise<readonly Model[] | null> {
  const entries = arrayAt(await askBeside(server, 'api/v0/models', call), 'data');
  if (entries.length === 0) return null;
  const talking = entries.filter((entry) => ['llm', 'vlm'].includes(stringAt(entry, 'type') ?? ''));
  const isLoaded = (entry: Json): boolean => stringAt(entry, 'state') === 'loaded';
  const sorted = [...talking.filter(isLoaded), ...talking.filter((entry) => !isLoaded(entry))];
  return sorted.flatMap((entry) => lmStudioModel(entry) ?? []);
}

/** Tools are taken by all: LM Studio explains them in the prompt to those that were not trained for them. */
function lmStudioModel(entry: Json): Model | null {
  const model = modelOf(entry);
  if (model === null) return null;
  const contextLength = numberAt(entry, 'loaded_context_length') ?? numberAt(entry, 'max_context_length');
  return {
    ...model,
    limits: windowOf(contextLength, null),
    can: { ...model.can, tools: true, images: stringAt(entry, 'type') === 'vlm' },
  };
}
