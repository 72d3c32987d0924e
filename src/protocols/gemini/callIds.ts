import type { CallId } from '../../core/model.ts';

/**
 * Ids of calls as Google may be given them. It makes its own of letters, digits, `-` and `_`; another vendor's that look
 * different are replaced, the same one always by the same.
 */
export class CallIds {
  readonly #replaced = new Map<CallId, string>();

  fit(call: CallId): string {
    if (/^[\w-]{1,64}$/.test(call)) return call;
    const known = this.#replaced.get(call) ?? `maestro-call-${this.#replaced.size}`;
    this.#replaced.set(call, known);
    return known;
  }
}
