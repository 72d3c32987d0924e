/**
 * What servers take as the id of a tool call: OpenAI at most 40 characters, Mistral exactly nine letters and digits.
 */
const rules = { usual: /^[\w.:-]{1,40}$/, nine: /^[A-Za-z0-9]{9}$/ } as const;

export type IdRule = keyof typeof rules;

/**
 * Gives each call of a conversation an id of its own that the server takes: its own if that will do and is not used
 * yet, else one of nine letters and digits, which will do everywhere. The same history gets the same ids each time.
 */
export class CallIds {
  readonly #rule: RegExp;
  readonly #used = new Set<string>();

  constructor(rule: IdRule) {
    this.#rule = rules[rule];
  }

  take(wanted: string): string {
    let id = wanted;
    for (let n = 1; this.#used.has(id) || !this.#rule.test(id); n++) id = `call${String(n).padStart(5, '0')}`;
    this.#used.add(id);
    return id;
  }
}
