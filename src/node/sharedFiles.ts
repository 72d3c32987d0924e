import { watch } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { WatchedTexts } from '../core/ports.ts';
import { isCode, replaceFile, retried } from './busyFiles.ts';
import { newOwner } from './processOwner.ts';

const ending = '.json';

/** Texts as files of one folder: each is written beside, forced to the disk, and put in its place in one step. */
export class SharedFiles implements WatchedTexts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#folder).catch((error) => missing(error, []));
    return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  }

  async read(name: string): Promise<string | null> {
    return await retried(() => readFile(this.#file(name), 'utf8')).catch((error) => missing(error, null));
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#file(name);
    const temporary = `${file}.${newOwner()}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await replaceFile(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await retried(() => rm(this.#file(name), { force: true }));
  }

  /** Where the folder cannot be watched, nothing is told: what is there is read when it is needed. */
  watch(listener: (name: string) => void): () => void {
    const stop = new AbortController();
    void this.#watch(listener, stop.signal).catch(() => undefined);
    return () => stop.abort();
  }

  async #watch(listener: (name: string) => void, signal: AbortSignal): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const watcher = watch(this.#folder, { persistent: false, signal }, (_, file) => {
      if (file?.endsWith(ending) === true) listener(file.slice(0, -ending.length));
    });
    watcher.on('error', () => watcher.close());
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name}${ending}`);
  }
}

function missing<T>(error: unknown, instead: T): T {
  if (isCode(error, 'ENOENT')) return instead;
  throw error;
}
