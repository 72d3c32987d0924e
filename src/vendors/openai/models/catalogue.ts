import { cleanText } from '../../../core/cleanText.ts';
import { arrayAt, type Json, type JsonObject, member, numberAt, stringAt } from '../../../core/json.ts';
import { isEffort, type Model, modelId, type Reasoning, vendorId } from '../../../core/model.ts';

/** How much of a window a request may fill where the catalogue does not say, in per cent: the rest is for the answer. */
const usualPercent = 95;

/**
 * The models of OpenAI's catalogue, as the ChatGPT backend and plan sharing list them (`{models: […]}`), in the server's order.
 * Those that it hides are left out.
 */
export function readCatalogue(body: JsonObject): readonly Model[] {
  return arrayAt(body, 'models').flatMap((entry) => {
    const slug = stringAt(entry, 'slug') ?? '';
    if (slug === '' || stringAt(entry, 'visibility') !== 'list') return [];
    const window = numberAt(entry, 'context_window');
    const percent = numberAt(entry, 'effective_context_window_percent') ?? usualPercent;
    const modalities = member(entry, 'input_modalities');
    const model: Model = {
      vendor: vendorId('openai'),
      id: modelId(slug),
      label: cleanText(stringAt(entry, 'display_name') ?? slug, 80),
      limits: { inputTokens: window === null ? null : Math.floor((window * percent) / 100), outputTokens: null },
      // An entry that is silent on what it takes is of the time when every model took both. Whatever is listed streams.
      can: {
        streaming: true,
        tools: true,
        images: modalities === undefined || arrayAt(entry, 'input_modalities').includes('image'),
        verbosity: member(entry, 'support_verbosity') === true,
      },
      reasoning: readReasoning(entry),
      price: null,
    };
    return [model];
  });
}

function readReasoning(entry: Json): Reasoning | null {
  const efforts = arrayAt(entry, 'supported_reasoning_levels')
    .map((level) => member(level, 'effort'))
    .filter(isEffort);
  const usual = member(entry, 'default_reasoning_level');
  return efforts.length === 0 ? null : { efforts, usual: isEffort(usual) ? usual : null, control: 'effort' };
}
