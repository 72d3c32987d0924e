import { type JsonObject, parseJson, stringAt } from '../../core/json.ts';

/** What a thinking block needs beside its text to be given back: the signature over it. */
export function signedToken(signature: string): string {
  return JSON.stringify({ signature });
}

/** What a thinking block that nobody may read consists of. */
export function redactedToken(data: string): string {
  return JSON.stringify({ data });
}

/**
 * The thinking block as the API gave it (Anthropic API reference, `ThinkingBlockParam`, `RedactedThinkingBlockParam`): it
 * refuses one that was changed. `null` if the token is none of these.
 */
export function thinkingBlock(thinking: string, token: string): JsonObject | null {
  const parsed = parseJson(token);
  const signature = stringAt(parsed, 'signature');
  if (signature !== null) return { type: 'thinking', thinking, signature };
  const data = stringAt(parsed, 'data');
  return data === null ? null : { type: 'redacted_thinking', data };
}

/** Whether a block of a body is one of these. */
export function isThinking({ type }: JsonObject): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}
