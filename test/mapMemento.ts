import type { Memento } from 'vscode';

/** What VS Code keeps of a workspace, for as long as a test lasts. */
export class MapMemento implements Memento {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined;
  get(key: string, otherwise?: unknown): unknown {
    return this.#values.has(key) ? this.#values.get(key) : otherwise;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
  }
}
