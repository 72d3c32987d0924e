import { type Failure, failureOf } from '../failure.ts';
import type { ConversationId, RunId } from '../model.ts';
import type { ContentPart } from '../parts.ts';
import type { Clock, JournalFiles } from '../ports.ts';
import type { Entry } from './entry.ts';
import { readEntry, writeEntry } from './entryRecord.ts';
import { appendPart } from './joinedParts.ts';
import { type Line, LineReader } from './journalLines.ts';

/** How long what is said waits for more, so that there is no line for each token. */
const joinMs = 250;
/** Most that waits for a disk that takes nothing, in characters; after that the journal is given up. */
const maxWaiting = 64_000_000;

export interface JournalDeps {
  readonly files: JournalFiles;
  readonly clock: Clock;
  /** Told once when nothing can be kept any more, and `null` when everything is kept again. */
  readonly onSaving: (failure: Failure | null) => void;
}

/**
 * The lines of one conversation in its file. Several windows may append to it at the same time; each chunk begins with a line
 * feed, so that a line which a crash or a full disk has torn stays alone, and repairs itself with the next chunk. It is
 * passed over like any other that is broken.
 */
export class Journal {
  readonly #id: ConversationId;
  readonly #deps: JournalDeps;
  readonly #said = new Map<RunId, ContentPart[]>();
  readonly #steps = new Map<RunId, number>();
  readonly #closing = new AbortController();
  #lines: string[] = [];
  #work: Promise<void> = Promise.resolve();
  #isSaving = false;
  #isJoining = false;
  #isFailing = false;
  #isGivenUp = false;
  #isNew: boolean;
  #isNewer = false;
  /** Up to where everything is read or our own, in bytes. */
  #read = 0;
  #broken = 0;

  constructor(id: ConversationId, isNew: boolean, deps: JournalDeps) {
    this.#id = id;
    this.#isNew = isNew;
    this.#deps = deps;
  }

  /** Whether a newer Maestro made it: then nothing is written. */
  get isNewer(): boolean {
    return this.#isNewer;
  }

  /** How many lines could not be read. */
  get broken(): number {
    return this.#broken;
  }

  /** Hands over what was appended since the last time, what was written here perhaps among it. Throws `history-unreadable`. */
  async read(take: (entry: Entry) => void): Promise<void> {
    await this.#inTurn(async () => {
      const reader = new LineReader();
      const from = this.#read;
      for await (const bytes of this.#deps.files.read(this.#id, from)) {
        for (const line of reader.push(bytes)) {
          if (!this.#take(line, take)) this.#broken++;
          this.#read = from + line.end;
        }
      }
      // The last line may lack no more than its end; a torn one is left, for it may still be being written.
      const rest = reader.rest();
      if (rest !== null && this.#take(rest, take)) this.#read = from + rest.end;
    });
  }

  /** Writes a line at once, after all that was said before it. */
  write(entry: Entry): void {
    this.#joinSaid();
    this.#lines.push(writeEntry(entry));
    this.#save();
  }

  /** Writes what was said, a little later and joined with what follows. */
  say(run: RunId, parts: readonly ContentPart[]): void {
    const said = this.#said.get(run) ?? [];
    for (const part of parts) appendPart(said, part);
    this.#said.set(run, said);
    if (this.#isJoining) return;
    this.#isJoining = true;
    this.#deps.clock.sleep(joinMs, this.#closing.signal).then(
      () => {
        this.#isJoining = false;
        this.#joinSaid();
        this.#save();
      },
      () => undefined,
    );
  }

  /** The step of the run's next line, all that was said before it written with the steps before. */
  nextStep(run: RunId): number {
    this.#joinSaid();
    return this.#step(run);
  }

  /** Resolves when all that was written so far lies in the file, or could not be put there. */
  async saved(): Promise<void> {
    this.#joinSaid();
    this.#save();
    await this.#work;
  }

  /** Writes what is left, and nothing later. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.saved();
  }

  /** `false` for a line that cannot be read. */
  #take({ text }: Line, take: (entry: Entry) => void): boolean {
    const result = readEntry(text ?? '');
    if (result.kind === 'newer') this.#isNewer = true;
    if (result.kind === 'ok') take(result.entry);
    return result.kind !== 'broken';
  }

  #joinSaid(): void {
    for (const [run, parts] of [...this.#said]) {
      this.#said.delete(run);
      this.#lines.push(writeEntry({ kind: 'said', run, step: this.#step(run), parts }));
    }
  }

  #step(run: RunId): number {
    const step = (this.#steps.get(run) ?? 0) + 1;
    this.#steps.set(run, step);
    return step;
  }

  #save(): void {
    if (this.#isSaving || this.#lines.length === 0) return;
    this.#isSaving = true;
    this.#inTurn(async () => {
      this.#isSaving = false;
      await this.#append();
    }).catch(() => undefined);
  }

  async #append(): Promise<void> {
    if (this.#isNewer || this.#isGivenUp) {
      this.#lines = [];
      return;
    }
    const count = this.#lines.length;
    if (count === 0) return;
    const bytes = new TextEncoder().encode(`\n${this.#lines.join('\n')}\n`);
    try {
      const length = await this.#deps.files.append(this.#id, bytes, this.#isNew);
      this.#lines.splice(0, count);
      this.#isNew = false;
      // Anything else between means that another window has written too, and all of it is to be read.
      if (length === this.#read + bytes.length) this.#read = length;
      if (this.#isFailing) this.#deps.onSaving(null);
      this.#isFailing = false;
    } catch (error) {
      // The lines wait for the next attempt. Some of them may have been written: what is there twice counts once.
      const waiting = this.#lines.reduce((sum, { length }) => sum + length, 0);
      if (waiting > maxWaiting) this.#isGivenUp = true;
      if (!this.#isFailing) this.#deps.onSaving(failureOf(error));
      this.#isFailing = true;
    }
  }

  /** One thing after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
