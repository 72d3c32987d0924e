import type { JsonObject } from '../../../src/core/json.ts';
import { json, type Reply } from '../reply.ts';

/** The vendor's types of error and the status that each comes with (Anthropic API reference, Errors). */
const statuses = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const;
export type ErrorType = keyof typeof statuses;

/** What the API is told apart by and says. */
export interface Problem {
  readonly type: ErrorType;
  readonly message: string;
}

export function invalid(message: string): Problem {
  return { type: 'invalid_request_error', message };
}

export function refuse({ type, message }: Problem): Reply {
  return json(statuses[type], errorBody(type, message), { 'request-id': requestId });
}

export function errorBody(type: string, message: string, details: JsonObject | null = null): JsonObject {
  const error = details === null ? { type, message } : { type, message, details };
  return { type: 'error', error, request_id: requestId };
}

const requestId = 'req_sim_0123456789';
