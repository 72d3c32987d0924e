import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { arrayAt, isArray, type Json, member, numberAt, objectAt, parseJson, stringAt } from '../../core/json.ts';
import { delayInWords } from '../../core/retryAfter.ts';
import { plainFailure, refinedByStatus } from '../../core/statusFailure.ts';

/** Most characters of an error's words that are looked into. */
const maxMessage = 4_000;

/**
 * What an error means, in a body or in a stream. It may be OpenAI's `{message, type, code}`, OpenRouter's with the
 * status as its `code` and the provider's words in `metadata`, a bare text (Ollama), FastAPI's list of what is wrong,
 * or any object with a `message`. `status` counts where the error names none.
 */
export function explainError(error: Json | undefined, status: number): Failure {
  const given = numberAt(error, 'code') ?? status;
  const real = given >= 400 && given < 600 ? given : status;
  const code = stringAt(error, 'code') ?? stringAt(error, 'type') ?? '';
  const message = messageOf(error).slice(0, maxMessage);
  const detail = cleanText(message === '' ? code : message);
  return explainCode(code, detail) ?? explainMessage(message, real, detail) ?? explainStatus(real, detail, error);
}

function messageOf(error: Json | undefined): string {
  if (typeof error === 'string') return error;
  const metadata = objectAt(error, 'metadata');
  const provider = stringAt(metadata, 'provider_name');
  const raw = providerWords(stringAt(metadata, 'raw') ?? '');
  const own = stringAt(error, 'message') ?? '';
  const said = raw === '' ? own : provider === null ? raw : `${provider}: ${raw}`;
  if (said !== '') return said;
  return (isArray(error) ? error : [])
    .map((problem) => `${arrayAt(problem, 'loc').join('.')}: ${stringAt(problem, 'msg') ?? ''}`)
    .join('; ');
}

/** What a provider behind OpenRouter said, which may be a JSON text itself. */
function providerWords(raw: string): string {
  const parsed = parseJson(raw);
  const error = member(parsed, 'error') ?? parsed;
  return stringAt(error, 'message') ?? (typeof error === 'string' ? error : parsed === undefined ? raw : '');
}

/**
 * Codes and types of OpenAI's API reference, and those of vLLM, llama.cpp and the hosted services that say more than
 * the status.
 */
function explainCode(code: string, detail: string): Failure | null {
  switch (code) {
    case 'context_length_exceeded':
    case 'exceed_context_size_error':
      return { code: 'context-too-long' };
    case 'insufficient_quota':
    case 'billing_hard_limit_reached':
      return { code: 'billing', detail };
    case 'rate_limit_exceeded':
      return { code: 'rate-limited', retryAfterMs: delayInWords(detail) };
    case 'server_is_overloaded':
    case 'overloaded_error':
    case 'unavailable_error':
      return { code: 'overloaded' };
    case 'invalid_api_key':
      return { code: 'credential-rejected' };
    case 'model_not_found':
      return { code: 'model-unavailable', detail };
    case 'unsupported_country_region_territory':
      return { code: 'region', detail };
    case 'content_filter':
    case 'content_policy_violation':
      return { code: 'policy', detail };
    default:
      return null;
  }
}

const tooLong =
  /context[ _-]?(length|size|window)|maximum prompt length|prompt is too long|reduce the length|exceed\w* .{0,40}context/;
const noModel =
  /^(the )?model .*(not found|does not exist|not available|is not supported)|no endpoints found|not a valid model/;
const noProvider = /no (available|allowed) (model )?provider/;
const ownName = /reasoning_(content|details|text)|thought_signature|signature.{0,40}thinking/;
const unknownName = /(unknown|unsupported|extra|additional|property|field).{0,60}\breasoning\b(?![ _.]effort)/;
const missing = /missing|required|must be (passed|provided)/;
/** Why a server on one's own machine cannot: trying again does not help, its own words do. */
const incapable = /memory|failed to load|unable to load|runner|terminated|cuda|does not support/;

/** What only the words tell. No two kinds of server have the same. */
function explainMessage(message: string, status: number, detail: string): Failure | null {
  const words = message.toLowerCase();
  if (tooLong.test(words)) return { code: 'context-too-long' };
  if (noModel.test(words) || noProvider.test(words)) return { code: 'model-unavailable', detail };
  const refused = status === 400 || status === 422;
  if (refused && (ownName.test(words) || unknownName.test(words)) && !missing.test(words)) {
    return { code: 'replay-refused' };
  }
  if (status === 500 && incapable.test(words)) return { code: 'rejected', status, detail };
  return null;
}

function explainStatus(status: number, detail: string, error: Json | undefined): Failure {
  const reasons = status === 403 ? arrayAt(objectAt(error, 'metadata'), 'reasons').join(', ') : '';
  if (reasons !== '') return { code: 'policy', detail: cleanText(`${detail} (${reasons})`) };
  if (status === 429) return { code: 'rate-limited', retryAfterMs: delayInWords(detail) };
  return status === 503 ? { code: 'overloaded' } : refinedByStatus(plainFailure(status, detail), status);
}
