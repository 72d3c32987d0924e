import { arrayAt, isArray, type Json, member, numberAt, objectAt, stringAt } from '../../../core/json.ts';
import { type Model, modelId, type Reasoning, vendorId } from '../../../core/model.ts';
import { windowOf } from './window.ts';

/** The entries of a list of models: OpenAI's shape, or a bare list (Together). */
export function entriesOf(json: Json | undefined): readonly Json[] {
  return isArray(json) ? json : arrayAt(json, 'data');
}

/** The models that can be talked to, in the order of the list; all of them if none looks like it. */
export function modelsOf(entries: readonly Json[]): readonly Model[] {
  const talking = entries.filter(talks);
  return (talking.length > 0 ? talking : entries).flatMap((entry) => modelOf(entry) ?? []);
}

/**
 * One entry of `GET models` with whatever its server adds: OpenRouter (`context_length`, `top_provider`,
 * `architecture`, `supported_parameters`, `pricing`), vLLM (`max_model_len`), Groq (`context_window`), Mistral
 * (`max_context_length`, `capabilities`), llama.cpp (`meta`). What a server does not say is not held against its
 * models.
 */
export function modelOf(entry: Json): Model | null {
  const id = idOf(entry);
  if (id === '') return null;
  const provider = objectAt(entry, 'top_provider');
  const contextLength =
    numberAt(entry, 'context_length') ??
    numberAt(entry, 'max_model_len') ??
    numberAt(entry, 'context_window') ??
    numberAt(entry, 'max_context_length') ??
    numberAt(objectAt(entry, 'meta'), 'n_ctx') ??
    numberAt(objectAt(entry, 'meta'), 'n_ctx_train');
  const answerLength =
    numberAt(provider, 'max_completion_tokens') ??
    numberAt(entry, 'max_completion_tokens') ??
    numberAt(entry, 'max_output_tokens');
  return {
    vendor: vendorId('openai-compatible'),
    id: modelId(id),
    label: stringAt(entry, 'display_name') || stringAt(entry, 'name') || id,
    limits: windowOf(contextLength, answerLength),
    can: { streaming: streams(entry), tools: takesTools(entry), images: seesImages(entry), verbosity: false },
    reasoning: reasoningOf(entry, id),
    price: priceOf(entry),
  };
}

function idOf(entry: Json): string {
  return stringAt(entry, 'id') || stringAt(entry, 'name') || '';
}

/** Names of models that embed, transcribe, speak or judge, where nothing but the name tells. */
const otherTrade = /(^|[-_/:.])(embed|embedding|embeddings|whisper|tts|dall-e|moderation|rerank|reranker)([-_/:.]|$)/i;
/** Together's and LM Studio's words for models that answer. */
const talkers: readonly string[] = ['chat', 'language', 'code', 'llm', 'vlm', 'model', 'base'];

/** Whether a model can be talked to, as far as its entry tells. */
export function talks(entry: Json): boolean {
  const type = stringAt(entry, 'type');
  const makes = arrayAt(objectAt(entry, 'architecture'), 'output_modalities');
  if (makes.length > 0) return makes.includes('text');
  if (member(objectAt(entry, 'capabilities'), 'completion_chat') === false) return false;
  if (type !== null && !talkers.includes(type)) return false;
  return !otherTrade.test(idOf(entry));
}

/** Some gateways say it of each model, in one of these two places. */
function streams(entry: Json): boolean {
  const said = member(objectAt(entry, 'capabilities'), 'streaming') ?? member(entry, 'supports_streaming');
  return said !== false;
}

function takesTools(entry: Json): boolean {
  const parameters = arrayAt(entry, 'supported_parameters');
  if (parameters.length > 0) return parameters.includes('tools');
  return member(objectAt(entry, 'capabilities'), 'function_calling') !== false;
}

function seesImages(entry: Json): boolean {
  const takes = arrayAt(objectAt(entry, 'architecture'), 'input_modalities');
  if (takes.length > 0) return takes.includes('image');
  return member(objectAt(entry, 'capabilities'), 'vision') !== false;
}

/** OpenRouter says which models think, and asks for it in the same words of all; gpt-oss takes its three everywhere. */
function reasoningOf(entry: Json, id: string): Reasoning | null {
  if (arrayAt(entry, 'supported_parameters').includes('reasoning')) {
    return { efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'], usual: null, control: 'effort' };
  }
  return /gpt-oss/i.test(id) ? { efforts: ['low', 'medium', 'high'], usual: 'medium', control: 'effort' } : null;
}

/** OpenRouter's price of one token in US dollars, as text; a negative one depends on where the question is sent. */
function priceOf(entry: Json): Model['price'] {
  const pricing = objectAt(entry, 'pricing');
  const [input, output] = [perMillion(stringAt(pricing, 'prompt')), perMillion(stringAt(pricing, 'completion'))];
  return input === null || output === null ? null : { input, output };
}

function perMillion(perToken: string | null): number | null {
  if (perToken === null || !/^\d+(\.\d+)?(e-\d+)?$/i.test(perToken)) return null;
  return Math.round(Number(perToken) * 1e12) / 1e6;
}
