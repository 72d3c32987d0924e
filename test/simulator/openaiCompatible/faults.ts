import { cutting, type FaultCatalogue } from '../faultCatalogue.ts';
import { fault } from './refusal.ts';

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

/** The usual ways in which compatible servers misbehave. */
export const compatibleFaults = {
  'invalid-key': () => fault(401, 'No auth credentials found', 401),
  'not-entitled': () => fault(403, 'This key may not use the model.', null),
  policy: () => fault(403, 'Your input was flagged', 403, { metadata: { reasons: ['violence'], flagged_input: 'x' } }),
  'rate-limit': () => ({ ...fault(429, 'Rate limit reached', 'rate_limit_exceeded'), headers: { 'retry-after': '1' } }),
  'usage-limit': (nowSeconds) =>
    fault(429, 'Rate limit exceeded: free-models-per-day', 429, {
      metadata: { headers: { 'X-RateLimit-Reset': String((nowSeconds + 900) * 1_000) } },
    }),
  quota: () => fault(402, 'Insufficient credits', 402),
  'context-too-long': () =>
    fault(400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.", null),
  'model-retired': () => fault(404, "model 'llama1' not found", null),
  'invalid-reasoning': () => fault(400, 'messages.1.content.0: Invalid `signature` in `thinking` block', null),
  'bare-error': () => ({ status: 400, body: { error: 'registry.ollama.ai/library/gemma does not support tools' } }),
  'fastapi-error': () => ({
    status: 422,
    body: { detail: [{ loc: ['body', 'tools'], msg: 'Input should be a list' }] },
  }),
  'loading-model': () => fault(503, 'Loading model', 503, { type: 'unavailable_error' }),
  'no-memory': () => ({
    status: 500,
    body: { error: 'model requires more system memory (9.1 GiB) than is available' },
  }),
  'server-error': () => fault(500, 'Internal server error', null),
  unavailable: () => fault(503, 'The service is unavailable', null),
  overloaded: () => fault(529, 'Overloaded', 'overloaded_error'),
  'json-error': () => ({ status: 200, body: { error: { message: 'Provider returned error', code: 502 } } }),
  'error-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event({
        error: { code: 502, message: 'Provider disconnected' },
        choices: [{ index: 0, delta: {}, finish_reason: 'error' }],
      }),
      next: 'hang',
    }),
  'bare-error-in-stream': () =>
    cutting({ afterEvents: 6, send: event({ error: 'model runner has unexpectedly stopped' }), next: 'hang' }),
  'object-error-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event({ object: 'error', message: 'CUDA out of memory', type: 'InternalServerError', code: 500 }),
      next: 'hang',
    }),
  'incomplete-in-stream': () => cutting({ afterEvents: 6, send: finish('length'), next: 'end' }),
  'refused-in-stream': () => cutting({ afterEvents: 6, send: finish('content_filter'), next: 'end' }),
} as const satisfies FaultCatalogue;

function finish(finish_reason: string): string {
  return event({ choices: [{ index: 0, delta: {}, finish_reason }] });
}
