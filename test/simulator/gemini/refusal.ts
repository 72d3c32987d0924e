import type { JsonObject } from '../../../src/core/json.ts';
import type { AnswerFault } from '../faults.ts';
import { json, type Reply } from '../reply.ts';

const type = 'type.googleapis.com/google.rpc';

/** An error as every Google API has it (google.rpc.Status). */
export function errorBody(
  status: number,
  name: string,
  message: string,
  details: readonly JsonObject[] = [],
): JsonObject {
  return { error: { code: status, message, status: name, ...(details.length === 0 ? {} : { details }) } };
}

/** The answer with that error. */
export function refuse(...error: Parameters<typeof errorBody>): Reply {
  return json(error[0], errorBody(...error));
}

/** The same as a fault to script. */
export function fault(...error: Parameters<typeof errorBody>): AnswerFault {
  return { status: error[0], body: errorBody(...error) };
}

/** A request that breaks a rule. */
export function invalid(message: string): Reply {
  return refuse(400, 'INVALID_ARGUMENT', message);
}

export function keyInvalid(message = 'API key not valid. Please pass a valid API key.'): Parameters<typeof errorBody> {
  return [400, 'INVALID_ARGUMENT', message, [errorInfo('API_KEY_INVALID')]];
}

/** A quota that is used up. `id` is the quota's own name, `limit` how much of it there is. */
export function quotaExceeded(id: string, limit: number, retryS: number): Parameters<typeof errorBody> {
  const metric = 'generativelanguage.googleapis.com/generate_content_free_tier_requests';
  const violation = { quotaMetric: metric, quotaId: id, quotaValue: String(limit) };
  return [
    429,
    'RESOURCE_EXHAUSTED',
    `You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: ${metric}, ` +
      `limit: ${limit} Please retry in ${retryS}s.`,
    [
      { '@type': `${type}.QuotaFailure`, violations: [violation] },
      { '@type': `${type}.Help`, links: [{ description: 'Learn more', url: 'https://ai.google.dev/' }] },
      { '@type': `${type}.RetryInfo`, retryDelay: `${retryS}s` },
    ],
  ];
}

export function errorInfo(reason: string): JsonObject {
  const metadata = { service: 'generativelanguage.googleapis.com' };
  return { '@type': `${type}.ErrorInfo`, reason, domain: 'googleapis.com', metadata };
}
