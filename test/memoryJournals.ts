import { type Failure, MaestroError } from '../src/core/failure.ts';
import type { JournalFile, JournalFiles } from '../src/core/ports.ts';

/** Journals in memory, complete with what is set aside and with disks that take nothing. */
export class MemoryJournals implements JournalFiles {
  readonly files = new Map<string, Uint8Array>();
  readonly aside = new Map<string, Uint8Array>();
  readonly #listeners = new Set<(name: string) => void>();
  /** When set, every writing fails with it, after so many bytes were written. */
  trouble: { readonly failure: Failure; readonly after: number } | null = null;
  appends = 0;
  reads = 0;

  async list(): Promise<readonly JournalFile[]> {
    return [...this.files].map(([name, bytes]) => ({ name, bytes: bytes.length }));
  }

  async *read(name: string, from: number): AsyncGenerator<Uint8Array, void> {
    this.reads++;
    const bytes = this.files.get(name)?.slice(from) ?? new Uint8Array();
    // In small pieces, so that lines are cut anywhere.
    for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
  }

  async append(name: string, bytes: Uint8Array, create: boolean): Promise<number> {
    this.appends++;
    const before = this.files.get(name) ?? (create ? new Uint8Array() : null);
    if (before === null) throw new MaestroError({ code: 'history-unsaved', detail: 'ENOENT' });
    const written = this.trouble === null ? bytes : bytes.subarray(0, this.trouble.after);
    this.put(name, Buffer.concat([before, written]));
    if (this.trouble !== null) throw new MaestroError(this.trouble.failure);
    return before.length + bytes.length;
  }

  async setAside(name: string): Promise<void> {
    move(name, this.files, this.aside);
    this.#tell(name);
  }

  async bringBack(name: string): Promise<void> {
    move(name, this.aside, this.files);
    this.#tell(name);
  }

  async remove(name: string): Promise<void> {
    this.aside.delete(name);
  }

  watch(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  put(name: string, bytes: Uint8Array): void {
    this.files.set(name, bytes);
    this.#tell(name);
  }

  /** The lines of a journal, parsed by nobody. */
  lines(name: string): readonly string[] {
    return new TextDecoder()
      .decode(this.files.get(name))
      .split('\n')
      .filter((line) => line !== '');
  }

  #tell(name: string): void {
    for (const listener of [...this.#listeners]) listener(name);
  }
}

function move(name: string, from: Map<string, Uint8Array>, to: Map<string, Uint8Array>): void {
  const bytes = from.get(name);
  if (bytes === undefined) throw new MaestroError({ code: 'history-unsaved', detail: 'ENOENT' });
  from.delete(name);
  to.set(name, bytes);
}
