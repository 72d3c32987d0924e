import { abortable } from '../abortable.ts';
import { base64url } from '../base64.ts';
import { MaestroError } from '../failure.ts';
import type { Callback, Clock, Listening, Locks, SecretStore, SharedTexts } from '../ports.ts';
import { type CallbackResult, readCallback } from './authorize.ts';
import { type PendingSignIn, readPending, writePending } from './pendingRecord.ts';

const prefix = 'maestro.pending.v1.';
/** How often a window looks whether another has finished its sign-in. */
const lookMs = 1_000;
const lockWaitMs = 5_000;
/** So long what one window stored may take to reach another (faults 2.1). */
const settleMs = 3_000;
const settleStepMs = 100;

export interface PendingDeps {
  readonly secrets: SecretStore;
  /** `null` where windows share no folder: a sign-in is then finished in its own window. */
  readonly shared: { readonly locks: Locks; readonly texts: SharedTexts } | null;
  readonly clock: Clock;
}

/** An answer that this window is to finish, because it came here and the sign-in began in another. */
export interface Inherited {
  readonly pending: PendingSignIn;
  readonly result: Exclude<CallbackResult, { kind: 'not-ours' }>;
}

interface Waiting {
  readonly pending: PendingSignIn;
  /** Whether other windows can finish it, too. */
  readonly isShared: boolean;
  readonly resolve: (callback: Callback) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Sign-ins whose answer VS Code brings, to whichever window it likes. All that is needed to finish one is in the secret store;
 * a ticket in the shared folder, which every window sees at once, says that it is still open: who takes it away may finish.
 */
export class PendingSignIns {
  readonly #deps: PendingDeps;
  readonly #waiting = new Map<string, Waiting>();

  constructor(deps: PendingDeps) {
    this.#deps = deps;
  }

  /**
   * From now on takes the answer to this sign-in, here and in every other window. `next` rejects with `sign-in-replaced` when
   * another has taken it, and with `signal.reason`.
   */
  async expect(pending: PendingSignIn, signal: AbortSignal): Promise<Pick<Listening, 'next' | 'close'>> {
    const id = await idOf(pending.authorization.state);
    const arrived = Promise.withResolvers<Callback>();
    arrived.promise.catch(() => undefined);
    const done = new AbortController();
    const ended = AbortSignal.any([signal, done.signal]);
    const isShared = await this.#share(id, pending);
    this.#waiting.set(id, { pending, isShared, ...arrived });
    const watched = isShared ? this.#watch(id, ended) : abortable(new Promise<never>(() => undefined), ended);
    watched.catch(arrived.reject);
    return {
      next: () => arrived.promise,
      close: () => {
        done.abort();
        if (this.#waiting.delete(id)) this.#take(id).catch(() => undefined);
      },
    };
  }

  /**
   * What a browser brought to this window. If the sign-in waits here, it goes on by itself; if it began in another window, the
   * result is for the caller to finish. `null` for everything else, for example an answer that nobody waits for. Throws
   * `storage-failed` if the sign-in is another window's, and what is needed to finish it stayed there.
   */
  async receive(query: URLSearchParams): Promise<Inherited | null> {
    const id = await idOf(query.get('state') ?? '');
    const own = this.#waiting.get(id);
    const pending = own?.pending ?? (await this.#stored(id));
    if (pending === null || this.#deps.clock.now() >= pending.until) return null;
    const result = readCallback(pending.authorization, pending.issuer, query);
    if (result.kind === 'not-ours') return null;
    if (own !== undefined) {
      if (!this.#waiting.delete(id)) return null;
      // Where the ticket cannot be read any more, no other window can take it either.
      const isOurs = !own.isShared || (await this.#take(id).catch(() => true));
      if (isOurs) own.resolve({ query, answer: () => undefined });
      else own.reject(new MaestroError({ code: 'sign-in-replaced' }));
      return null;
    }
    return (await this.#take(id)) ? { pending, result } : null;
  }

  /** Removes what sign-ins left behind whose window ended. */
  async sweep(): Promise<void> {
    const { shared, clock } = this.#deps;
    if (shared === null) return;
    for (const id of await shared.texts.names()) {
      const until = Number((await shared.texts.read(id)) ?? '');
      if (!(until > clock.now())) await this.#take(id);
    }
  }

  /** Whether other windows can finish it, too: where nothing can be stored, only this one can. */
  async #share(id: string, pending: PendingSignIn): Promise<boolean> {
    const { secrets, shared } = this.#deps;
    if (shared === null) return false;
    try {
      await secrets.set(prefix + id, writePending(pending));
      await shared.texts.write(id, String(pending.until));
      return true;
    } catch {
      return false;
    }
  }

  /** A sign-in that another window began; `null` if there is none. Throws `storage-failed` where windows share no secrets. */
  async #stored(id: string): Promise<PendingSignIn | null> {
    const { secrets, shared, clock } = this.#deps;
    const never = new AbortController().signal;
    for (let waitedMs = 0; shared !== null && (await shared.texts.read(id)) !== null; waitedMs += settleStepMs) {
      const text = await secrets.get(prefix + id);
      if (text !== undefined) return await readPending(text);
      if (waitedMs >= settleMs) throw new MaestroError({ code: 'storage-failed' });
      await clock.sleep(settleStepMs, never);
    }
    return null;
  }

  /** Takes the sign-in away from all windows; false if it was gone. */
  async #take(id: string): Promise<boolean> {
    const { secrets, shared } = this.#deps;
    if (shared === null) return false;
    const lock = await shared.locks.acquire(id, lockWaitMs, new AbortController().signal);
    if (lock === null) return false;
    try {
      if ((await shared.texts.read(id)) === null) return false;
      await shared.texts.remove(id);
      await secrets.delete(prefix + id);
      return true;
    } finally {
      await lock.release();
    }
  }

  async #watch(id: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#deps.clock.sleep(lookMs, signal);
      const isTaken = (await this.#deps.shared?.texts.read(id)) === null;
      if (isTaken && this.#waiting.delete(id)) throw new MaestroError({ code: 'sign-in-replaced' });
    }
  }
}

/** The state is a secret of the sign-in; the name of a file or of a secret must not tell it. */
async function idOf(state: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(state));
  return base64url(new Uint8Array(digest)).slice(0, 22);
}
