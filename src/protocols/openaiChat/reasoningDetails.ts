import { isObject, type Json, type JsonObject, member, stringAt } from '../../core/json.ts';

/** Most characters of details that are kept; who sends more gets none back. */
const maxLength = 4_000_000;
/** The members that grow from chunk to chunk; all others come once. */
const growing = ['text', 'summary'] as const;

/**
 * OpenRouter's `reasoning_details` of one answer, their chunks put together again: what follows a detail of the same
 * type and index goes on with it (OpenRouter documentation, Reasoning tokens, Streaming).
 */
export class ReasoningDetails {
  #list: JsonObject[] = [];
  #length = 0;

  /** Takes one chunk's details and returns the words in them that a person may read. */
  add(details: readonly Json[]): string {
    let words = '';
    for (const detail of details) {
      if (!isObject(detail)) continue;
      const text = stringAt(detail, 'text') ?? stringAt(detail, 'summary') ?? '';
      words += text;
      this.#length += text.length + (stringAt(detail, 'data') ?? '').length;
      if (this.#length <= maxLength) this.#keep(detail);
      else this.#list = [];
    }
    return words;
  }

  get list(): readonly JsonObject[] {
    return this.#list;
  }

  #keep(detail: JsonObject): void {
    const last = this.#list.at(-1);
    if (last === undefined || !goesOn(last, detail)) {
      this.#list.push(detail);
      return;
    }
    const told = Object.entries(detail).filter(([, value]) => value !== null);
    const grown = growing.flatMap((name) => {
      const text = stringAt(detail, name);
      return text === null ? [] : [[name, (stringAt(last, name) ?? '') + text] as const];
    });
    this.#list[this.#list.length - 1] = { ...last, ...Object.fromEntries(told), ...Object.fromEntries(grown) };
  }
}

function goesOn(last: JsonObject, detail: JsonObject): boolean {
  const type = stringAt(detail, 'type');
  if (type !== stringAt(last, 'type') || member(last, 'index') !== member(detail, 'index')) return false;
  return type === 'reasoning.text' || type === 'reasoning.summary';
}
