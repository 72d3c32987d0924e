import { type JsonObject, numberAt, objectAt } from '../../core/json.ts';
import type { Emit } from '../../core/parts.ts';

/** Passes on the token counts of a final response object, if it has any (API reference, `ResponseUsage`). */
export function readUsage(response: JsonObject, emit: Emit): void {
  const usage = objectAt(response, 'usage');
  if (Object.keys(usage).length === 0) return;
  emit({
    kind: 'usage',
    usage: {
      input: numberAt(usage, 'input_tokens'),
      output: numberAt(usage, 'output_tokens'),
      cached: numberAt(objectAt(usage, 'input_tokens_details'), 'cached_tokens'),
      reasoning: numberAt(objectAt(usage, 'output_tokens_details'), 'reasoning_tokens'),
    },
  });
}
