import { base64url } from '../base64.ts';
import { failureOf } from '../failure.ts';
import type { Clock, Lock, Locks, Log, SharedTexts } from '../ports.ts';
import { type Generation, readGeneration, writeGeneration } from './generation.ts';
import { InProcessLocks } from './inProcess.ts';

/** What is stored reaches every other window after 100 ms of buffering and 100 ms of broadcast (faults 2.2). */
const propagationMs = 500;
const dayMs = 24 * 3_600_000;
/** A window that slept through a sign-out must still find it when it wakes. */
const keepSignedOutMs = dayMs;
/** A lineage that this window does not know may live in another one's keyring; it does well without its past. */
const keepUnknownMs = 30 * dayMs;

export interface LineageDeps {
  /** What all windows share, or `null` where there is no such place. */
  readonly shared: { readonly locks: Locks; readonly texts: SharedTexts } | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** A name for a new lineage: 128 random bits as 22 characters that are good in a file name. */
export function newLineage(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * The locks and generations of all lineages. Where the shared storage cannot be used they hold within this window, and the
 * log says so once (faults SS-13, SS-14).
 */
export class Lineages {
  readonly #deps: LineageDeps;
  readonly #locks: InProcessLocks;
  /** What could not be written where all windows read it. */
  readonly #own = new Map<string, string>();
  #degraded = false;

  constructor(deps: LineageDeps) {
    this.#deps = deps;
    this.#locks = new InProcessLocks(deps.clock);
    if (deps.shared === null) this.#degrade('no shared storage');
  }

  /** The lineage's lock in this window and all others, or `null` when it could not be had within `waitMs`. */
  async lock(lineage: string, waitMs: number, signal: AbortSignal): Promise<Lock | null> {
    const begun = this.#deps.clock.now();
    const own = await this.#locks.acquire(lineage, waitMs, signal);
    if (own === null) return null;
    try {
      const leftMs = Math.min(waitMs, Math.max(0, begun + waitMs - this.#deps.clock.now()));
      const shared = await this.#sharedLock(lineage, leftMs, signal);
      if (signal.aborted && shared !== null && shared !== 'none') await shared.release();
      signal.throwIfAborted();
      if (shared !== null) return shared === 'none' ? own : both(shared, own);
    } catch (error) {
      await own.release();
      throw error;
    }
    await own.release();
    return null;
  }

  /** Gives a lock back when what was stored under it has reached every window, so that the next holder reads that. */
  async releaseSettled(lock: Lock): Promise<void> {
    await this.#deps.clock.sleep(propagationMs, new AbortController().signal);
    await lock.release();
  }

  /** How far the lineage has come; `null` if nothing is known of it, which is no reason to distrust its record. */
  async read(lineage: string): Promise<Generation | 'signed-out' | null> {
    if ((await this.#read(signedOutName(lineage))) !== null) return 'signed-out';
    const text = await this.#read(lineage);
    return text === null ? null : readGeneration(text);
  }

  /** Only for who holds the lock, and for who has just made the lineage. */
  async write(lineage: string, generation: Omit<Generation, 'at'>): Promise<void> {
    await this.#write(lineage, writeGeneration({ ...generation, at: this.#deps.clock.now() }));
  }

  /** Says for good that the lineage is over. Needs no lock: nothing writes over it. */
  async signOut(lineage: string): Promise<void> {
    await this.#write(signedOutName(lineage), String(this.#deps.clock.now()));
  }

  /** Forgets how far a lineage had come that is over. */
  async forget(lineage: string): Promise<void> {
    await this.#remove(lineage);
  }

  /** Removes what is left of lineages that were signed out long ago, or that nobody knows any more. */
  async sweep(known: readonly string[]): Promise<void> {
    const now = this.#deps.clock.now();
    const none: readonly string[] = [];
    const names = await this.#shared(({ texts }) => texts.names(), none);
    for (const name of names) {
      const lineage = name.split('.')[0] ?? name;
      if (known.includes(lineage)) continue;
      const text = await this.#read(name);
      if (text === null) continue;
      const signedOut = name === signedOutName(lineage);
      const at = signedOut ? Number(text) : (readGeneration(text)?.at ?? 0);
      const over = signedOut || names.includes(signedOutName(lineage));
      if (now - at > (over ? keepSignedOutMs : keepUnknownMs)) await this.#remove(name);
    }
  }

  async #sharedLock(lineage: string, waitMs: number, signal: AbortSignal): Promise<Lock | null | 'none'> {
    return await this.#shared(async ({ locks }) => {
      try {
        return await locks.acquire(lineage, waitMs, signal);
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      }
    }, 'none');
  }

  async #read(name: string): Promise<string | null> {
    return this.#own.get(name) ?? (await this.#shared(({ texts }) => texts.read(name), null));
  }

  async #write(name: string, text: string): Promise<void> {
    const written = await this.#shared(async ({ texts }) => {
      await texts.write(name, text);
      return true;
    }, false);
    if (written) this.#own.delete(name);
    else this.#own.set(name, text);
  }

  async #remove(name: string): Promise<void> {
    this.#own.delete(name);
    await this.#shared(({ texts }) => texts.remove(name), undefined);
  }

  async #shared<T, U>(use: (shared: NonNullable<LineageDeps['shared']>) => Promise<T>, otherwise: U): Promise<T | U> {
    const { shared } = this.#deps;
    if (shared === null) return otherwise;
    try {
      return await use(shared);
    } catch (error) {
      this.#degrade(systemCode(error));
      return otherwise;
    }
  }

  #degrade(why: string): void {
    if (!this.#degraded) this.#deps.log.warn('renewals are not coordinated between windows', { why });
    this.#degraded = true;
  }
}

function signedOutName(lineage: string): string {
  return `${lineage}.out`;
}

/** The system's word for it, for example `EROFS`; its message would name the person's folders. */
function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : failureOf(error).code;
}

function both(first: Lock, second: Lock): Lock {
  return {
    owned: async () => (await first.owned()) && (await second.owned()),
    async release() {
      await first.release().finally(() => second.release());
    },
  };
}
