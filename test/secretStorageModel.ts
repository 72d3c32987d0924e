import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isObject, parseJson } from '../src/core/json.ts';
import type { Clock, SecretStore } from '../src/core/ports.ts';

/** VS Code writes a window's changes after this time, and tells the other windows after as much again (faults 2.2). */
const flushMs = 100;
const broadcastMs = 100;

type Changes = ReadonlyMap<string, string | undefined>;

/** VS Code's main process: what all windows share of the secret storage, in a file if one is given. */
export class SecretStorageModel {
  readonly #clock: Clock;
  readonly #file: string | null;
  readonly #windows = new Set<SecretWindow>();
  readonly #underway = new Set<Promise<void>>();
  #values: Map<string, string>;
  /** Keys whose values can be decrypted no longer, as after a change of the keyring. */
  readonly undecryptable = new Set<string>();

  constructor(clock: Clock, file: string | null = null) {
    this.#clock = clock;
    this.#file = file;
    this.#values = new Map(Object.entries(file === null ? {} : readStrings(file)));
  }

  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** A new window. One without a keyring keeps its secrets to itself, until it closes. */
  open(keyring: 'keyring' | 'in memory' = 'keyring'): SecretWindow {
    const window = new SecretWindow(this, keyring === 'keyring' ? this.#values : new Map(), keyring);
    if (keyring === 'keyring') this.#windows.add(window);
    return window;
  }

  close(window: SecretWindow): void {
    this.#windows.delete(window);
  }

  /** Takes a window's changes and tells the other windows, in a while. */
  take(from: SecretWindow, changes: Changes): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
    if (this.#file !== null) {
      writeFileSync(`${this.#file}.part`, JSON.stringify(Object.fromEntries(this.#values)));
      renameSync(`${this.#file}.part`, this.#file);
    }
    this.later(broadcastMs, () => {
      for (const window of this.#windows) if (window !== from) window.receive(changes.keys(), this.#values);
    });
  }

  /** Does a part of storing after so long; {@link delivered} waits for it. */
  later(ms: number, work: () => void): void {
    const done = this.#clock.sleep(ms, new AbortController().signal).then(work);
    this.#underway.add(done);
    void done.finally(() => this.#underway.delete(done));
  }

  /** Resolves when every window has what was stored. */
  async delivered(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }
}

/** The secret storage as one window has it: its own view of the values, of which others hear later. */
export class SecretWindow implements SecretStore {
  readonly #main: SecretStorageModel;
  readonly #keyring: 'keyring' | 'in memory';
  readonly #values: Map<string, string>;
  readonly #listeners = new Set<(key: string) => void>();
  #unwritten = new Map<string, string | undefined>();
  #lost = false;
  /** What the next `set` is answered with, when it is not done. */
  refusal: Error | null = null;

  constructor(main: SecretStorageModel, values: ReadonlyMap<string, string>, keyring: 'keyring' | 'in memory') {
    this.#main = main;
    this.#values = new Map(values);
    this.#keyring = keyring;
  }

  async keys(): Promise<readonly string[]> {
    return [...this.#values.keys()];
  }

  /** What cannot be decrypted is deleted, and nobody is told why. */
  async get(key: string): Promise<string | undefined> {
    if (this.#main.undecryptable.has(key)) await this.delete(key);
    return this.#values.get(key);
  }

  /** Resolves when the value is in this window's memory, long before anybody else can see it. */
  async set(key: string, value: string): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.#main.undecryptable.delete(key);
    this.#values.set(key, value);
    this.#change(key, value);
  }

  async delete(key: string): Promise<void> {
    if (this.#values.delete(key)) this.#change(key, undefined);
  }

  onDidChange(listener: (key: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An event without a change, as VS Code sends it now and then. */
  tell(key: string): void {
    for (const listener of [...this.#listeners]) listener(key);
  }

  /** The window hears of nothing any more. What it has not written yet it still writes. */
  close(): void {
    this.#main.close(this);
  }

  /** The window dies before it writes what it is given from now on. */
  lose(): void {
    this.#lost = true;
  }

  receive(keys: Iterable<string>, values: ReadonlyMap<string, string>): void {
    for (const key of keys) {
      // A change of its own that is still to be written wins.
      if (this.#unwritten.has(key)) continue;
      const value = values.get(key);
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
      this.tell(key);
    }
  }

  #change(key: string, value: string | undefined): void {
    this.tell(key);
    if (this.#keyring === 'in memory') return;
    if (this.#unwritten.size === 0) this.#main.later(flushMs, () => this.#flush());
    this.#unwritten.set(key, value);
  }

  #flush(): void {
    if (this.#lost || this.#unwritten.size === 0) return;
    const changes = this.#unwritten;
    this.#unwritten = new Map();
    this.#main.take(this, changes);
  }
}

function readStrings(file: string): { readonly [key: string]: string } {
  const content = readIfThere(file);
  const entries = Object.entries(isObject(content) ? content : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function readIfThere(file: string): unknown {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
