import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type BodyProblem, missing, problem, wrongType } from './bodyProblem.ts';
import { wrongInput } from './responsesInput.ts';
import { wrongTools } from './responsesTools.ts';

/** What every Responses endpoint takes. */
export const commonFields: readonly string[] = [
  'model',
  'instructions',
  'input',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'store',
  'stream',
  'include',
  'service_tier',
  'prompt_cache_key',
  'text',
  'stream_options',
];
const chatgptOnly = ['client_metadata'];
/** What the platform takes besides. */
export const platformFields: readonly string[] = [
  'background',
  'conversation',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'previous_response_id',
  'prompt',
  'prompt_cache_retention',
  'safety_identifier',
  'temperature',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
];

/** The first rule of the ChatGPT backend that the body breaks, or `null`. The texts are those that clients report. */
export function wrongChatgptBody(body: JsonObject, models: readonly string[]): BodyProblem | null {
  const known = [...commonFields, ...chatgptOnly];
  const extra = Object.keys(body).find((name) => !known.includes(name));
  if (extra !== undefined) return problem(`Unsupported parameter: ${extra}`, extra);
  if ((stringAt(body, 'instructions') ?? '').trim() === '') return problem('Instructions are required', 'instructions');
  const wrong = wrongOnAPlan(body);
  if (wrong !== null) return wrong;
  const model = stringAt(body, 'model');
  if (model === null || !models.includes(model)) {
    return problem(`The '${model}' model is not supported when using Codex with a ChatGPT account.`, 'model');
  }
  return wrongAnywhere(body);
}

/** The first rule of the platform API that the body breaks, or `null`. */
export function wrongPlatformBody(body: JsonObject, models: readonly string[]): BodyProblem | null {
  const known = [...commonFields, ...platformFields];
  const extra = Object.keys(body).find((name) => !known.includes(name));
  if (extra !== undefined) return problem(`Unknown parameter: '${extra}'.`, extra, 'unknown_parameter');
  for (const name of ['store', 'stream']) {
    const value = member(body, name);
    if (value !== undefined && typeof value !== 'boolean') return wrongType(name, 'a boolean');
  }
  const model = stringAt(body, 'model');
  if (model === null) return missing('model');
  if (!models.includes(model)) {
    return problem(`The requested model '${model}' does not exist.`, 'model', 'model_not_found');
  }
  const input = member(body, 'input');
  if (typeof input !== 'string' && !Array.isArray(input)) return wrongType('input', 'a string or a list');
  return wrongAnywhere(body);
}

/** The first rule that is the same wherever a plan of ChatGPT pays and that the body breaks, or `null`. */
export function wrongOnAPlan(body: JsonObject): BodyProblem | null {
  if (member(body, 'store') !== false) return problem('Store must be set to false', 'store');
  if (member(body, 'stream') !== true) return problem('Stream must be set to true', 'stream');
  if (!Array.isArray(member(body, 'input'))) return problem('Input must be a list', 'input');
  if (arrayAt(body, 'input').some((item) => stringAt(item, 'role') === 'system')) {
    return problem('System messages are not allowed', 'input');
  }
  return null;
}

/** The first rule that is the same at every Responses endpoint and that the body breaks, or `null`. */
export function wrongAnywhere(body: JsonObject): BodyProblem | null {
  const instructions = member(body, 'instructions');
  if (instructions !== undefined && instructions !== null && typeof instructions !== 'string') {
    return wrongType('instructions', 'a string');
  }
  const verbosity = member(member(body, 'text'), 'verbosity');
  if (verbosity !== undefined && !isOneOf(verbosity, ['low', 'medium', 'high'])) return wrongValue('text.verbosity');
  const effort = member(member(body, 'reasoning'), 'effort') ?? null;
  if (effort !== null && !isOneOf(effort, efforts)) return wrongValue('reasoning.effort');
  const summary = member(member(body, 'reasoning'), 'summary') ?? null;
  if (summary !== null && !isOneOf(summary, ['auto', 'concise', 'detailed'])) return wrongValue('reasoning.summary');
  const cacheKey = member(body, 'prompt_cache_key') ?? '';
  if (typeof cacheKey !== 'string' || cacheKey.length > 64) return wrongType('prompt_cache_key', 'a short string');
  const include = member(body, 'include') ?? [];
  if (!Array.isArray(include)) return wrongType('include', 'a list');
  if (!arrayAt(body, 'include').every((one) => isOneOf(one, includable))) return wrongValue('include');
  const parallel = member(body, 'parallel_tool_calls');
  if (parallel !== undefined && typeof parallel !== 'boolean') return wrongType('parallel_tool_calls', 'a boolean');
  const wrong = wrongTools(body);
  if (wrong !== null) return wrong;
  const input = member(body, 'input');
  return typeof input === 'string' ? null : wrongInput(arrayAt(body, 'input'));
}

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const includable = [
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
  'message.input_image.image_url',
  'web_search_call.action.sources',
  'file_search_call.results',
];

function isOneOf(value: Json, words: readonly string[]): boolean {
  return typeof value === 'string' && words.includes(value);
}

function wrongValue(param: string): BodyProblem {
  return problem(`Invalid value for '${param}'.`, param, 'invalid_value');
}
