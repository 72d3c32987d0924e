import { arrayAt, type JsonObject, stringAt } from '../../../core/json.ts';
import { type Model, modelId, vendorId } from '../../../core/model.ts';
import { type Family, families } from './families.ts';

/**
 * The models of the platform's list (`{data: [{id}]}`) that can hold a conversation, the best first. The list says nothing
 * but names; what the models can do is known of their families. Dated snapshots are left out: each has a name without date.
 */
export function readPlatformList(body: JsonObject): readonly Model[] {
  const ids = arrayAt(body, 'data').flatMap((entry) => stringAt(entry, 'id') ?? []);
  return families.flatMap((family) =>
    ids
      .filter((id) => family.pattern.test(id))
      .sort(latestFirst)
      .map((id) => modelOf(id, family)),
  );
}

/** What is known of a model by its name alone, with or without a date; `null` for one of no known family. */
export function platformModel(id: string): Model | null {
  const name = id.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const family = families.find(({ pattern }) => pattern.test(name));
  return family === undefined ? null : modelOf(id, family);
}

function modelOf(id: string, { window, answer, efforts, usual, images, verbosity, streaming, price }: Family): Model {
  const input = window === null || answer === null ? null : window - answer;
  return {
    vendor: vendorId('openai'),
    id: modelId(id),
    label: labelOf(id),
    limits: { inputTokens: input, outputTokens: answer },
    can: { streaming, tools: true, images, verbosity },
    reasoning: efforts.length === 0 ? null : { efforts, usual, control: 'effort' },
    price,
  };
}

/** `gpt-5.6-sol` as OpenAI writes it: GPT-5.6 Sol. */
function labelOf(id: string): string {
  const [, number, ...names] = /^gpt-/.test(id) ? id.split('-') : [];
  if (number === undefined) return id;
  return [`GPT-${number}`, ...names.map((name) => name.charAt(0).toUpperCase() + name.slice(1))].join(' ');
}

/** Higher numbers first, then as the server has them. */
function latestFirst(one: string, other: string): number {
  const numberIn = (id: string): number => Number(/\d+(\.\d+)?/.exec(id)?.[0] ?? 0);
  return numberIn(other) - numberIn(one);
}
