import { MaestroError } from '../../../core/failure.ts';
import { arrayAt, isObject, type Json, member, numberAt, objectAt, stringAt } from '../../../core/json.ts';
import { type Effort, isEffort, type Model, type Reasoning } from '../../../core/model.ts';
import type { Call } from '../../../core/vendor.ts';
import type { Server } from '../server.ts';
import { modelOf, talks } from './entry.ts';
import { askBeside } from './native.ts';
import { windowOf } from './window.ts';

/**
 * Models whose details are asked for, so many at a time, and within which time in ms; the others are listed without.
 */
const maxDetailed = 60;
const atOnce = 4;
const detailsMs = 3_000;

/**
 * Ollama's models with what its own interface says of them (Ollama API, `GET /api/tags` and `POST /api/show`); `null`
 * if there is none.
 */
export async function ollamaModels(server: Server, call: Call): Promise<readonly Model[] | null> {
  const tags = await askBeside(server, 'api/tags', call);
  if (!Array.isArray(member(tags, 'models'))) return null;
  const entries = arrayAt(tags, 'models').filter(talks);
  const details = await detailsOf(entries.slice(0, maxDetailed), server, call);
  return entries.flatMap((entry, at) => ollamaModel(entry, details.get(at) ?? null) ?? []);
}

/** The details by the entry's place; what cannot be had in time is not there. */
async function detailsOf(entries: readonly Json[], server: Server, call: Call): Promise<ReadonlyMap<number, Json>> {
  const found = new Map<number, Json>();
  const over = new AbortController();
  const done = new AbortController();
  call.clock.sleep(detailsMs, done.signal).then(
    () => over.abort(new MaestroError({ code: 'stalled', seconds: detailsMs / 1_000 })),
    () => undefined,
  );
  const hurried = { ...call, signal: AbortSignal.any([call.signal, over.signal]) };
  const waiting = entries.entries();
  const work = async (): Promise<void> => {
    for (const [at, entry] of waiting) {
      const details = await askBeside(server, 'api/show', hurried, { model: stringAt(entry, 'name') ?? '' });
      if (details !== null) found.set(at, details);
    }
  };
  try {
    await Promise.allSettled(Array.from({ length: atOnce }, work));
  } finally {
    done.abort();
  }
  call.signal.throwIfAborted();
  return found;
}

function ollamaModel(entry: Json, details: Json | null): Model | null {
  const capabilities = arrayAt(details, 'capabilities');
  if (capabilities.length > 0 && !capabilities.includes('completion')) return null;
  const model = modelOf(entry);
  if (model === null || capabilities.length === 0) return model;
  return {
    ...model,
    limits: windowOf(contextLength(details), null),
    can: { ...model.can, tools: capabilities.includes('tools'), images: capabilities.includes('vision') },
    reasoning: capabilities.includes('thinking') ? reasoningOf(details) : null,
  };
}

/** What the model was set to, else what it could have: `model_info` names the number after the architecture. */
function contextLength(details: Json | null): number | null {
  const set = /^num_ctx\s+(\d+)/m.exec(stringAt(details, 'parameters') ?? '')?.[1];
  if (set !== undefined) return Number(set);
  const info = objectAt(details, 'model_info');
  return numberAt(info, `${stringAt(info, 'general.architecture') ?? ''}.context_length`);
}

/** Newer builds list the values that a model takes; `false` is `none`. The others take OpenAI's words for all. */
function reasoningOf(details: Json | null): Reasoning {
  const thinking = member(details, 'thinking');
  const values = arrayAt(thinking, 'values')
    .map((value) => (value === false ? 'none' : value))
    .filter(isEffort);
  const named = values.some((value) => value !== 'none');
  const usual = member(thinking, 'default');
  const efforts: readonly Effort[] = isObject(thinking) && named ? values : ['none', 'low', 'medium', 'high'];
  return { efforts, usual: isEffort(usual) && efforts.includes(usual) ? usual : null, control: 'effort' };
}
