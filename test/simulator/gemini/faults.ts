import type { JsonObject } from '../../../src/core/json.ts';
import { cutting, type FaultCatalogue } from '../faultCatalogue.ts';
import { chunkText } from './chunks.ts';
import { errorBody, errorInfo, fault, keyInvalid, quotaExceeded } from './refusal.ts';

const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
const perMinute = 'GenerateRequestsPerMinutePerProjectPerModel';
const overloadedMessage = 'The model is overloaded. Please try again later.';

/** The Gemini API's usual ways to misbehave, in its own words. */
export const geminiFaults = {
  'invalid-key': () => fault(...keyInvalid()),
  'leaked-key': () =>
    fault(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.'),
  'not-entitled': () =>
    fault(
      403,
      'PERMISSION_DENIED',
      'Generative Language API has not been used in project 1 before or it is disabled.',
      [errorInfo('SERVICE_DISABLED')],
    ),
  'rate-limit': () => fault(...quotaExceeded(perMinute, 10, 1.3)),
  'usage-limit': () => fault(...quotaExceeded(perDay, 250, 34.07)),
  'no-free-tier': () => fault(...quotaExceeded(perDay, 0, 34.07)),
  quota: () => fault(402, 'RESOURCE_EXHAUSTED', 'Your prepayment credits are depleted. Please go to AI Studio.'),
  'stray-commas': () => ({
    ...fault(...quotaExceeded(perMinute, 10, 1.3)),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(errorBody(...quotaExceeded(perMinute, 10, 1.3))).replaceAll('},{', '}, , {'),
  }),
  region: () => fault(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
  billing: () =>
    fault(400, 'FAILED_PRECONDITION', 'The free tier is not available. Please enable billing on your project.'),
  'context-too-long': () =>
    fault(
      400,
      'INVALID_ARGUMENT',
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    ),
  'invalid-reasoning': () => fault(400, 'INVALID_ARGUMENT', 'Corrupted thought signature.'),
  'model-retired': () =>
    fault(404, 'NOT_FOUND', 'models/gemini-1.0 is not found for API version v1beta. Call ListModels.'),
  policy: () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: chunkText({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 9 } }),
  }),
  'server-error': () => fault(500, 'INTERNAL', 'An internal error has occurred. Please retry.'),
  unavailable: () => fault(503, 'UNAVAILABLE', overloadedMessage),
  overloaded: () =>
    fault(429, 'RESOURCE_EXHAUSTED', 'No capacity available for this model.', [errorInfo('MODEL_CAPACITY_EXHAUSTED')]),
  deadline: () => fault(504, 'DEADLINE_EXCEEDED', 'The service was unable to finish processing within the deadline.'),
  'json-error': () => ({ status: 200, body: errorBody(500, 'INTERNAL', 'An internal error has occurred.') }),
  'error-in-stream': () =>
    cutting({ afterEvents: 6, send: chunkText(errorBody(503, 'UNAVAILABLE', overloadedMessage)), next: 'hang' }),
  'bare-error-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: `${JSON.stringify(errorBody(503, 'UNAVAILABLE', overloadedMessage), null, 2)}\n`,
      next: 'hang',
    }),
  'incomplete-in-stream': () => cutting({ afterEvents: 6, send: finish('MAX_TOKENS'), next: 'end' }),
  'refused-in-stream': () => cutting({ afterEvents: 6, send: finish('SAFETY'), next: 'end' }),
  'malformed-call': () => cutting({ afterEvents: 0, send: finish('MALFORMED_FUNCTION_CALL'), next: 'end' }),
  'usage-after-finish': () =>
    cutting({
      afterEvents: 6,
      send: finish('STOP') + chunkText({ usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 22 } }),
      next: 'end',
    }),
} as const satisfies FaultCatalogue;

function finish(finishReason: string): string {
  const candidate: JsonObject = { content: {}, finishReason, index: 0 };
  return chunkText({ candidates: [candidate], usageMetadata: { promptTokenCount: 11, totalTokenCount: 11 } });
}
