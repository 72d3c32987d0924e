import { isArray, isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type ReasoningField, reasoningFields } from './replay.ts';

/** What a delta of a stream, or the message of a whole answer, says; members that it does not have are empty. */
export interface Delta {
  role: Json;
  content: Json;
  refusal: string;
  /** The thoughts, and the name under which they came. */
  reasoning: string;
  field: ReasoningField | null;
  details: readonly Json[];
  calls: readonly Json[];
  annotations: readonly Json[];
}

const none: readonly Json[] = [];

/**
 * Reads a delta in one pass over the members that it has, because deltas are many and have few. Of several names for
 * the thoughts the first counts that is not empty.
 */
export function readDelta(delta: JsonObject): Delta {
  const found: Delta = {
    role: null,
    content: null,
    refusal: '',
    reasoning: '',
    field: null,
    details: none,
    calls: none,
    annotations: none,
  };
  for (const name in delta) {
    const value = delta[name];
    if (value === undefined || value === null || value === '') continue;
    switch (name) {
      case 'role':
        found.role = value;
        break;
      case 'content':
        found.content = value;
        break;
      case 'refusal':
        if (typeof value === 'string') found.refusal = value;
        break;
      case 'reasoning_content':
      case 'reasoning':
      case 'reasoning_text':
        if (typeof value === 'string' && goesBefore(name, found.field)) {
          found.field = name;
          found.reasoning = value;
        }
        break;
      case 'reasoning_details':
        found.details = listOf(value);
        break;
      case 'tool_calls':
        found.calls = listOf(value);
        break;
      // The name that tool calls had before there could be several (OpenAI API reference, deprecated).
      case 'function_call':
        if (isObject(value)) found.calls = [{ index: 0, function: value }];
        break;
      case 'annotations':
        found.annotations = listOf(value);
        break;
      default:
    }
  }
  return found;
}

function goesBefore(name: ReasoningField, other: ReasoningField | null): boolean {
  return other === null || reasoningFields.indexOf(name) < reasoningFields.indexOf(other);
}

function listOf(value: Json): readonly Json[] {
  return isArray(value) ? value : none;
}
