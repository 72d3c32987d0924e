import type { Log, Memory, SecretStore } from '../src/core/ports.ts';

/** A complete secret store in memory, with the change event of VS Code's. */
export class MemorySecretStore implements SecretStore {
  readonly values = new Map<string, string>();
  readonly #listeners = new Set<(key: string) => void>();
  /** When set, writes are lost without a word, as on a system without a keyring. */
  forgetful = false;

  async keys(): Promise<readonly string[]> {
    return [...this.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    if (!this.forgetful) this.values.set(key, value);
    this.#tell(key);
  }

  async delete(key: string): Promise<void> {
    this.values.delete(key);
    this.#tell(key);
  }

  onDidChange(listener: (key: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(key: string): void {
    for (const listener of this.#listeners) listener(key);
  }
}

export class MapMemory implements Memory {
  readonly values = new Map<string, string>();

  get(key: string): string | undefined {
    return this.values.get(key);
  }

  async set(key: string, value: string | undefined): Promise<void> {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
  }
}

/** Keeps what was logged, so that a test can look for what must not be there. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];

  info(event: string, facts: object = {}): void {
    this.lines.push(`${event} ${JSON.stringify(facts)}`);
  }

  warn(event: string, facts: object = {}): void {
    this.info(event, facts);
  }
}
