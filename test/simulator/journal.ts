import type { HostName } from './hosts.ts';
import type { HeaderPairs } from './received.ts';

/** One request whose body has arrived, and what became of it. */
export interface JournalEntry {
  readonly method: string;
  /** `null` when the path belongs to none of the hosts. */
  readonly host: HostName | null;
  /** Below the host's base URL, without the query; the whole path when `host` is `null`. */
  readonly path: string;
  readonly query: string;
  readonly rawHeaders: HeaderPairs;
  readonly body: string;
  /** When the request's headers arrived, in milliseconds since 1970. */
  readonly time: number;
  /** `null` until an answer's headers were sent, and for ever when the socket was reset before. */
  readonly answeredStatus: number | null;
  /** How many SSE events were written, 0 for other answers. */
  readonly sentEvents: number;
  /** Milliseconds from `time` until the client closed the socket before the answer was complete, else `null`. */
  readonly closedByClientMs: number | null;
}

type Changes = Partial<Pick<JournalEntry, 'answeredStatus' | 'sentEvents' | 'closedByClientMs'>>;

/** The list of requests in order of arrival. Its entries grow while their requests are served. */
export class Journal {
  #entries: JournalEntry[] = [];
  readonly #waiting = new Set<() => void>();

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: JournalEntry): JournalEntry {
    this.#entries.push(entry);
    this.#changed();
    return entry;
  }

  update(entry: JournalEntry, changes: Changes): void {
    Object.assign(entry, changes);
    this.#changed();
  }

  clear(): void {
    this.#entries = [];
  }

  /** The first entry, present or future, that fulfils the condition. Rejects after `timeoutMs`. */
  waitFor(condition: (entry: JournalEntry) => boolean, timeoutMs: number): Promise<JournalEntry> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        const found = this.#entries.find(condition);
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`No such request within ${timeoutMs} ms; there were ${this.#entries.length}`));
      }, timeoutMs);
      this.#waiting.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}
