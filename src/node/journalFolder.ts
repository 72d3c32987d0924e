import { constants, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, MaestroError } from '../core/failure.ts';
import type { JournalFile, JournalFiles } from '../core/ports.ts';
import { isCode, retried } from './busyFiles.ts';

const ending = '.jsonl';
const asideEnding = '.deleted';
/** For how long what a window has set aside can be brought back, should the window not have removed it itself. */
const asideMs = 24 * 3_600_000;
const pieceBytes = 1_048_576;
/** At the end of the file, in one step, whoever else writes there (POSIX `open`, O_APPEND). */
const atTheEnd = constants.O_WRONLY | constants.O_APPEND;

/** Journals as files of one folder, which only the owner may read. */
export class JournalFolder implements JournalFiles {
  readonly #folder: string;
  readonly #listeners = new Set<(name: string) => void>();
  #watcher: FSWatcher | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly JournalFile[]> {
    return await reading(async () => {
      const files = await readdir(this.#folder).catch((error) => missing(error, []));
      const named = files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
      return await Promise.all(
        named.map(async (name) => ({
          name,
          // Another window may have removed it meanwhile.
          bytes: await stat(this.#file(name)).then(
            ({ size }) => size,
            (error) => missing(error, 0),
          ),
        })),
      );
    });
  }

  async *read(name: string, from: number): AsyncGenerator<Uint8Array, void> {
    await using file = await reading(() =>
      retried(() => open(this.#file(name), 'r')).catch((error) => missing(error, null)),
    );
    if (file === null) return;
    for (let position = from; ; ) {
      const left = (await reading(() => file.stat())).size - position;
      if (left <= 0) return;
      const buffer = Buffer.alloc(Math.min(left, pieceBytes));
      const { bytesRead } = await reading(() => file.read({ buffer, position }));
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async append(name: string, bytes: Uint8Array, create: boolean): Promise<number> {
    return await writing(async () => {
      if (create) await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const flags = create ? atTheEnd | constants.O_CREAT : atTheEnd;
      await using file = await retried(() => open(this.#file(name), flags, 0o600));
      await file.appendFile(bytes);
      return (await file.stat()).size;
    });
  }

  async setAside(name: string): Promise<void> {
    await writing(() => retried(() => rename(this.#file(name), this.#aside(name))));
  }

  async bringBack(name: string): Promise<void> {
    await writing(() => retried(() => rename(this.#aside(name), this.#file(name))));
  }

  async remove(name: string): Promise<void> {
    await writing(() => retried(() => rm(this.#aside(name), { force: true })));
  }

  /** Removes what was set aside more than a day ago, by windows that ended before they could. Never throws. */
  async sweep(): Promise<void> {
    const files = await readdir(this.#folder).catch(() => []);
    for (const file of files.filter((one) => one.endsWith(asideEnding))) {
      const full = path.join(this.#folder, file);
      const { ctimeMs } = await stat(full).catch(() => ({ ctimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - ctimeMs > asideMs) await rm(full, { force: true }).catch(() => undefined);
    }
  }

  /** Where the system cannot watch, nothing is called back, and others' writing is seen when the file is read again. */
  watch(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    void this.#startWatching();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopWatching();
    };
  }

  async #startWatching(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    if (this.#watcher !== null || this.#listeners.size === 0) return;
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, (_, file) => this.#tell(file));
      this.#watcher.on('error', () => this.#stopWatching());
    } catch {
      this.#watcher = null;
    }
  }

  #stopWatching(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }

  #tell(file: string | null): void {
    if (file === null || !file.endsWith(ending)) return;
    for (const listener of [...this.#listeners]) listener(file.slice(0, -ending.length));
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name}${ending}`);
  }

  #aside(name: string): string {
    return path.join(this.#folder, `${name}${asideEnding}`);
  }
}

function missing<T>(error: unknown, instead: T): T {
  if (isCode(error, 'ENOENT')) return instead;
  throw error;
}

async function reading<T>(work: () => Promise<T>): Promise<T> {
  return await work().catch((error) => {
    throw new MaestroError({ code: 'history-unreadable', detail: codeOf(error) });
  });
}

async function writing<T>(work: () => Promise<T>): Promise<T> {
  return await work().catch((error) => {
    const failure: Failure = isCode(error, 'ENOSPC', 'EDQUOT')
      ? { code: 'history-full' }
      : { code: 'history-unsaved', detail: codeOf(error) };
    throw new MaestroError(failure);
  });
}

/** The system's own short word, for example `EROFS`; its sentence would name the person's folders. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
