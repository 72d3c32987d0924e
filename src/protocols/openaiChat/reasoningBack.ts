import type { Json, JsonObject } from '../../core/json.ts';
import type { AssistantPart, Issuer } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { type ReasoningField, readToken } from './replay.ts';

/**
 * The members of an assistant message that give a model its own thoughts back, from the account and model they came
 * from only. OpenRouter's details always go back. Plain thoughts do so while the model is still using tools: then
 * DeepSeek's and others need them, and later they only fill the window.
 */
export function reasoningBack(parts: readonly AssistantPart[], issuer: Issuer, running: boolean): JsonObject {
  const details: Json[] = [];
  const thoughts = new Map<ReasoningField, string>();
  for (const part of parts) {
    if (part.kind !== 'reasoning') continue;
    const given = replayFor(part.replay, issuer);
    const token = given === null ? null : readToken(given);
    if (token?.kind === 'details') details.push(...token.details);
    if (token?.kind === 'field') thoughts.set(token.field, (thoughts.get(token.field) ?? '') + part.text);
  }
  if (details.length > 0) return { reasoning_details: details };
  return running ? Object.fromEntries(thoughts) : {};
}
