import { type JsonObject, numberAt, objectAt } from '../../core/json.ts';
import type { Usage } from '../../core/parts.ts';

/**
 * The token counts of a `usage` object (OpenAI API reference, `CompletionUsage`); DeepSeek has a name of its own for
 * cached ones.
 */
export function readUsage(usage: JsonObject): Usage {
  return {
    input: numberAt(usage, 'prompt_tokens'),
    output: numberAt(usage, 'completion_tokens'),
    cached:
      numberAt(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens') ?? numberAt(usage, 'prompt_cache_hit_tokens'),
    reasoning: numberAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens'),
  };
}
