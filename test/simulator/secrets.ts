/** Every secret that the simulator issued or received, so that a test can search all output for them. */
export class Secrets {
  readonly #values = new Set<string>();

  get values(): readonly string[] {
    return [...this.#values];
  }

  /** Remembers the secret and gives it back. */
  add(value: string): string {
    if (value !== '') this.#values.add(value);
    return value;
  }
}
