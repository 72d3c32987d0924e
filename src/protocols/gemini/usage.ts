import type { Json, JsonObject } from '../../core/json.ts';
import type { Usage } from '../../core/parts.ts';

/**
 * The token counts of a chunk (Gemini API reference, UsageMetadata). They are cumulative, so the last ones count; what a later
 * chunk leaves out stays as it was. Thoughts are counted apart from the answer but billed with it: `output` is both.
 */
export function readUsage(metadata: JsonObject, before: Usage): Usage {
  // Read directly, because it comes with every token: none of these names is on a prototype.
  const {
    promptTokenCount: prompt,
    toolUsePromptTokenCount: toolUse,
    candidatesTokenCount: candidates,
    cachedContentTokenCount: cached,
    thoughtsTokenCount: thoughts,
  } = metadata;
  const reasoning = count(thoughts);
  return {
    input: sum(count(prompt), count(toolUse)) ?? before.input,
    output: sum(count(candidates), reasoning) ?? before.output,
    cached: count(cached) ?? before.cached,
    reasoning: reasoning ?? before.reasoning,
  };
}

function count(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function sum(one: number | null, other: number | null): number | null {
  return one === null ? other : one + (other ?? 0);
}
