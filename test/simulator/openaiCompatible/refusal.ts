import type { JsonObject } from '../../../src/core/json.ts';
import type { AnswerFault } from '../faults.ts';
import { json, type Reply } from '../reply.ts';
import type { CompatibleHost } from './prefixes.ts';

/** An error in the shape that the host gives it. No two are alike. */
export function errorBody(
  host: CompatibleHost,
  status: number,
  message: string,
  code: string | null = null,
): JsonObject {
  switch (host) {
    case 'ollama':
      return { error: { message, type: status === 404 ? 'not_found_error' : 'api_error', param: null, code } };
    case 'lm-studio':
      return { error: message };
    case 'llama-cpp':
      return { error: { code: status, message, type: code ?? 'invalid_request_error' } };
    case 'vllm':
      return { object: 'error', message, type: code ?? 'BadRequestError', param: null, code: status };
    case 'openrouter':
      return { error: { message, code: status } };
    case 'plain':
      return { detail: message };
    default:
      return host satisfies never;
  }
}

export function refuse(...error: Parameters<typeof errorBody>): Reply {
  return json(error[1], errorBody(...error));
}

/** The same as a fault to script. Scripted errors have OpenAI's shape at every host, as gateways have it. */
export function fault(
  status: number,
  message: string,
  code: string | number | null,
  more: JsonObject = {},
): AnswerFault {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code, ...more } } };
}
