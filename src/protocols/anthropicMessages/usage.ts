import { type JsonObject, numberAt, objectAt } from '../../core/json.ts';
import type { Usage } from '../../core/parts.ts';

const inputNames = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'] as const;

/**
 * The token counts of one answer. They come as running totals in several events, each of which may leave some out
 * (Anthropic API reference, `MessageDeltaUsage`).
 */
export class UsageCount {
  readonly #counts = new Map<string, number>();

  /** Takes what one more event says. */
  add(usage: JsonObject): void {
    for (const name of [...inputNames, 'output_tokens']) this.#set(name, numberAt(usage, name));
    this.#set('thinking_tokens', numberAt(objectAt(usage, 'output_tokens_details'), 'thinking_tokens'));
  }

  /** What is known so far. Input is what was read from the cache, what was written to it and the rest together. */
  get total(): Usage {
    const input = inputNames.flatMap((name) => this.#counts.get(name) ?? []);
    return {
      input: input.length === 0 ? null : input.reduce((sum, count) => sum + count, 0),
      output: this.#counts.get('output_tokens') ?? null,
      cached: this.#counts.get('cache_read_input_tokens') ?? null,
      reasoning: this.#counts.get('thinking_tokens') ?? null,
    };
  }

  #set(name: string, count: number | null): void {
    if (count !== null) this.#counts.set(name, count);
  }
}
