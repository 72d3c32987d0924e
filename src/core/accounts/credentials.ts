import { abortable } from '../abortable.ts';
import { failureOf, MaestroError } from '../failure.ts';
import { type Account, type AccountId, type Credential, isSession, type OAuthTokens } from '../model.ts';
import type { Credentials } from '../stream/turn.ts';
import type { AccountChange } from './accountChange.ts';
import { Background } from './background.ts';
import { claimNotice, isDead } from './ending.ts';
import type { AccountRecord } from './record.ts';
import { type RenewalDeps, renewSession } from './renewal.ts';
import { sameCredential } from './sameCredential.ts';
import { lifetime, sessionLifetime } from './schedule.ts';
import { type AccountState, type Standing, Standings } from './standing.ts';

/** A request waits for the end of a backoff that is near, and fails otherwise. */
const patienceMs = 5_000;

export interface CredentialDeps extends RenewalDeps {
  /** Between 0 and 1. */
  readonly random: () => number;
}

/**
 * Gives live credentials and renews them before they end: one renewal per account at a time, shared by everyone who waits,
 * in this window and all others. Trouble on the way never loses a session that still works; only the vendor's definite word
 * ends one, and even then its access token is used up to its end.
 */
export class CredentialStore implements Credentials {
  readonly #deps: CredentialDeps;
  readonly #standings = new Standings();
  readonly #listeners = new Set<(account: AccountId) => void>();
  readonly #background: Background;
  readonly #unsubscribe: () => void;

  constructor(deps: CredentialDeps) {
    this.#deps = deps;
    this.#background = new Background({
      ...deps,
      standings: this.#standings,
      find: (account) => deps.accounts.find(account),
      renew: (record) => void this.#renewOnce(record, false),
      tell: (account) => this.#tell(account),
    });
    this.#unsubscribe = deps.accounts.onDidChange((change) => this.#follow(change));
  }

  dispose(): void {
    this.#unsubscribe();
    this.#background.stop();
    this.#listeners.clear();
  }

  /**
   * A credential believed good now. One that ends within a minute is renewed first, one that is due in the background. Throws
   * `secret-missing`, `credential-rejected` when only a new sign-in helps, and why an expired one cannot be renewed now.
   */
  current(account: Account, signal: AbortSignal): Promise<Credential> {
    return this.#live(account, lifetime, signal);
  }

  /**
   * The tokens of the session behind the account, believed good now; `null` where there is no session. For most accounts
   * they are the credential; a key that was traded for a session goes on without them. Throws as {@link current}.
   */
  async session(account: Account, signal: AbortSignal): Promise<OAuthTokens | null> {
    const credential = await this.#live(account, sessionLifetime, signal);
    if (!isSession(credential)) return null;
    if (this.#deps.clock.now() >= credential.tokens.expiresAt) throw new MaestroError({ code: 'credential-rejected' });
    return credential.tokens;
  }

  async refused(account: Account, credential: Credential, signal: AbortSignal): Promise<void> {
    const record = this.#held(account);
    if (!sameCredential(record.credential, credential)) return;
    const standing = this.#standings.of(account.id);
    const { running } = standing;
    if (running !== null && !running.refused && credential.kind === 'exchanged-key') {
      // A renewal that was only due brings no other key.
      await abortable(
        running.work.catch(() => undefined),
        signal,
      );
      return this.refused(account, credential, signal);
    }
    if (isSession(credential) && !standing.hasEnded(record)) return abortable(this.#renewOnce(record, true), signal);
    standing.ended(record, true);
    this.#tell(account.id);
    throw new MaestroError({ code: 'credential-rejected' });
  }

  /** How the account stands; `missing` if its record is gone. */
  state(account: Account): AccountState {
    const record = this.#deps.accounts.find(account.id);
    if (record === null) return { kind: 'needs-sign-in', why: 'missing' };
    return this.#standings.of(account.id).state(record, this.#deps.clock.now());
  }

  /** Calls back when {@link state} may say something new of the account. Returns the unsubscriber. */
  onDidChangeState(listener: (account: AccountId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Renews in the background from now on: to be called at the start and whenever the window wins or loses the focus. What
   * came due while the computer slept is renewed at once.
   */
  attend(focused: boolean): void {
    this.#background.attend(focused, this.#deps.accounts.records);
  }

  /** A person wants this account now: whatever failed before, the next try is made at once. */
  hurry({ id }: Account): void {
    const record = this.#deps.accounts.find(id);
    if (record !== null) this.#standings.of(id).hurry(record);
    this.#background.arm(record);
    this.#tell(id);
  }

  /** Whether this window is the one to tell the person that the account needs a sign-in: `true` once, in one of all windows. */
  async mayTell(account: Account, signal: AbortSignal): Promise<boolean> {
    const record = this.#deps.accounts.find(account.id);
    if (record === null || this.state(account).kind !== 'needs-sign-in') return false;
    return await claimNotice(this.#deps, record, signal);
  }

  /** The account's credential, renewed first if it is about to end as `lifetimeOf` has it. */
  async #live(account: Account, lifetimeOf: typeof lifetime, signal: AbortSignal): Promise<Credential> {
    const { accounts, clock, random } = this.#deps;
    if (!accounts.loaded) await abortable(accounts.ready(), signal);
    const record = this.#held(account);
    const standing = this.#standings.of(account.id);
    standing.refuseEnded(record, clock.now());
    const { credential } = record;
    if (!standing.isDue(record, clock.now(), random)) return credential;
    const hasExpired = (): boolean => lifetimeOf(credential, clock.now()) === 'expired';
    const trouble = standing.troubleAt(clock.now());
    if (trouble !== null) {
      if (!hasExpired()) return credential;
      if (trouble.until - clock.now() > patienceMs) throw new MaestroError(trouble.failure);
      await clock.sleep(trouble.until - clock.now(), signal);
      return this.#live(account, lifetimeOf, signal);
    }
    const renewal = this.#renewOnce(record, false);
    if (!['ending', 'expired'].includes(lifetimeOf(credential, clock.now()))) return credential;
    try {
      await abortable(renewal, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (hasExpired()) throw error;
    }
    return this.#held(account).credential;
  }

  #held({ id }: Account): AccountRecord {
    const record = this.#deps.accounts.find(id);
    if (record === null) throw new MaestroError({ code: 'secret-missing' });
    return record;
  }

  #renewOnce(record: AccountRecord, refused: boolean): Promise<void> {
    const { id } = record.account;
    const standing = this.#standings.of(id);
    if (standing.running === null) {
      const stop = new AbortController();
      const work = this.#renew(record, refused, standing, stop.signal);
      // A caller who gives up must not leave the others' failure unhandled.
      work.catch(() => undefined);
      standing.running = { work, stop, refused };
      this.#tell(id);
    }
    return standing.running.work;
  }

  async #renew(record: AccountRecord, refused: boolean, standing: Standing, signal: AbortSignal): Promise<void> {
    const { accounts, clock, random } = this.#deps;
    const { id } = record.account;
    try {
      await renewSession(this.#deps, record, refused, signal);
      standing.succeeded(clock.now());
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'credential-rejected') standing.ended(accounts.find(id) ?? record, refused);
      else if (!signal.aborted) standing.failed(failure, clock.now(), random());
      throw error;
    } finally {
      standing.running = null;
      this.#background.arm(accounts.find(id));
      this.#tell(id);
    }
  }

  #follow({ added, changed, removed }: AccountChange): void {
    for (const { account } of removed) {
      this.#standings.of(account.id).running?.stop.abort(new MaestroError({ code: 'secret-missing' }));
      this.#standings.forget(account.id);
      this.#background.forget(account.id);
      this.#tell(account.id);
    }
    for (const record of [...added, ...changed]) {
      this.#background.arm(record);
      this.#tell(record.account.id);
      this.#recall(record).catch(() => undefined);
    }
  }

  /** Learns from the lineage what another window, or this one in an earlier life, was told by the vendor. */
  async #recall(record: AccountRecord): Promise<void> {
    const generation = await this.#deps.lineages.read(record.lineage);
    if (generation === 'signed-out' || !(await isDead(record, generation))) return;
    this.#standings.of(record.account.id).ended(record, false);
    this.#background.arm(record);
    this.#tell(record.account.id);
  }

  #tell(account: AccountId): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(account);
      } catch (error) {
        // A renewal goes on, whatever a surface makes of it.
        this.#deps.log.warn('a surface could not show an account', { code: failureOf(error).code });
      }
    }
  }
}
