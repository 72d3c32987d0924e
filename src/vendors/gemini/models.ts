import { cleanText } from '../../core/cleanText.ts';
import { MaestroError } from '../../core/failure.ts';
import { arrayAt, type Json, member, numberAt, stringAt } from '../../core/json.ts';
import { type Credential, type Model, modelId, vendorId } from '../../core/model.ts';
import type { Call, ModelList } from '../../core/vendor.ts';
import { keyOf } from './headers.ts';
import { knownModels } from './knownModels.ts';
import { askForModels } from './listing.ts';
import { inOrder } from './order.ts';
import { reasoningOf } from './reasoning.ts';
import type { GeminiSettings } from './settings.ts';

const pageSize = 1_000;
/** Pages that are asked for at most: a server that never stops must not keep the list from being shown. */
const maxPages = 10;

/** Models that answer in sound or pictures, speak through another API, or take no instructions (Gemini API guide, Models). */
const unsuited =
  /(^|-)(audio|computer-use|image|live|omni|transcribe|translate|tts)(-|$)|^(deep-research|gemma-3|lyria|nano-banana)/;

/** The account's models as Google lists them, page by page, those that can chat. A list of one page has a tag. */
export async function listModels(
  settings: GeminiSettings,
  credential: Credential,
  call: Call,
  etag: string | null,
): Promise<ModelList | 'unchanged'> {
  const key = keyOf(credential);
  const models = new Map<string, Model>();
  let pageToken: string | null = null;
  for (let page = 1; page <= maxPages; page++) {
    const answer = await askForModels(settings, key, call, { pageSize, pageToken, etag: page === 1 ? etag : null });
    if (answer === 'unchanged') return answer;
    const list = member(answer.body, 'models') ?? [];
    if (!Array.isArray(list)) throw new MaestroError({ code: 'unreadable', detail: 'the list of models is none' });
    for (const model of arrayAt(answer.body, 'models').flatMap(readModel)) models.set(model.id, model);
    pageToken = stringAt(answer.body, 'nextPageToken') || null;
    if (pageToken === null) return { models: inOrder([...models.values()]), etag: page === 1 ? answer.etag : null };
  }
  return { models: inOrder([...models.values()]), etag: null };
}

/** A model that can be talked to, or none (Gemini API reference, Model). */
function readModel(value: Json): readonly Model[] {
  const id = (stringAt(value, 'name') ?? '').replace(/^models\//, '');
  const isChat = arrayAt(value, 'supportedGenerationMethods').includes('generateContent');
  if (!isChat || !/^[\w.-]{1,100}$/.test(id) || unsuited.test(id)) return [];
  const isFamiliar = /^gem(ini|ma)-/.test(id);
  return [
    {
      vendor: vendorId('gemini'),
      id: modelId(id),
      label: cleanText(stringAt(value, 'displayName') ?? '', 80) || id,
      limits: { inputTokens: numberAt(value, 'inputTokenLimit'), outputTokens: numberAt(value, 'outputTokenLimit') },
      can: { streaming: true, tools: isFamiliar, images: isFamiliar, verbosity: false },
      reasoning: member(value, 'thinking') === true ? reasoningOf(id) : null,
      price: knownModels.models.find((known) => known.id === id)?.price ?? null,
    },
  ];
}
