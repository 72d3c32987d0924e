import { arrayAt, isObject, type Json, type JsonObject, member, parseJson, stringAt } from '../../core/json.ts';

/** The names that servers have for a model's thoughts, in the order in which they count where several say the same. */
export const reasoningFields = ['reasoning_content', 'reasoning', 'reasoning_text'] as const;
export type ReasoningField = (typeof reasoningFields)[number];

/**
 * What a part's replay token says. `details` are OpenRouter's `reasoning_details`, which it wants back as they were
 * (OpenRouter documentation, Reasoning tokens); `field` is where another server had the thoughts; `extra` is the
 * `extra_content` of a tool call, in which Google's compatible API keeps its thought signature.
 */
export type ReplayToken =
  | { readonly kind: 'details'; readonly details: readonly Json[] }
  | { readonly kind: 'field'; readonly field: ReasoningField }
  | { readonly kind: 'extra'; readonly extra: JsonObject };

export function writeToken(token: ReplayToken): string {
  return JSON.stringify(token);
}

/** Reads a stored token, trusting nothing in it; `null` for anything else. */
export function readToken(text: string): ReplayToken | null {
  const token = parseJson(text);
  switch (stringAt(token, 'kind')) {
    case 'details':
      return { kind: 'details', details: arrayAt(token, 'details') };
    case 'field': {
      const field = reasoningFields.find((name) => name === stringAt(token, 'field'));
      return field === undefined ? null : { kind: 'field', field };
    }
    case 'extra': {
      const extra = member(token, 'extra');
      return isObject(extra) ? { kind: 'extra', extra } : null;
    }
    default:
      return null;
  }
}
