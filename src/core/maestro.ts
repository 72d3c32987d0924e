import type { Accounts } from './accounts/accounts.ts';
import { AccountChoice, type Pins } from './accounts/choice.ts';
import type { CredentialStore } from './accounts/credentials.ts';
import { DailyUse } from './accounts/dailyUse.ts';
import { LastUse } from './accounts/lastUse.ts';
import { UsageWatch } from './accounts/usage.ts';
import { UsageQuestions } from './accounts/usageQuestions.ts';
import type { SignedIn, SignInMethod } from './auth/method.ts';
import type { PendingSignIns } from './auth/pendingSignIns.ts';
import { finishSignIn, type SignInUi, signIn } from './auth/signIn.ts';
import { cleanText } from './cleanText.ts';
import { type Failure, failureOf, MaestroError } from './failure.ts';
import { type Account, type AccountId, type ChatRequest, isSession, type VendorId } from './model.ts';
import { Catalogue } from './models/catalogue.ts';
import { Favourites } from './models/favourites.ts';
import { onlyTo } from './onlyTo.ts';
import { isContent, type StreamPart } from './parts.ts';
import type { Log, Memory, Redirects, Whereabouts } from './ports.ts';
import { runTurn, type TurnDeps } from './stream/turn.ts';
import { watched } from './stream/watched.ts';
import type { Revocation, Vendor } from './vendor.ts';

/** How long nothing may come before the person is told (faults 5.2). */
const silenceMs = 90_000;
/** How long the vendor has to take note that a session is over. */
const revokeLimitMs = 5_000;

export interface MaestroDeps extends TurnDeps {
  readonly accounts: Accounts;
  readonly credentials: CredentialStore;
  readonly log: Log;
  readonly memory: Memory;
  readonly redirects: Redirects;
  readonly whereabouts: Whereabouts;
  readonly pending: PendingSignIns;
  readonly pins: Pins;
  readonly vendors: readonly Vendor[];
}

export interface SignInWishes {
  /** Whether the vendor is to ask which account, where it can be told to. */
  readonly asksWho: boolean;
  readonly timeoutMs: number;
}

/** The façade: every surface and every command goes through these few functions, and none talks to a vendor itself. */
export class Maestro {
  readonly accounts: Accounts;
  /** Live credentials, and how the accounts stand: renewed, in trouble, or in need of a sign-in. */
  readonly credentials: CredentialStore;
  readonly models: Catalogue;
  readonly favourites: Favourites;
  readonly choice: AccountChoice;
  readonly usage: UsageWatch;
  readonly dailyUse: DailyUse;
  readonly lastUse: LastUse;
  readonly #deps: MaestroDeps;
  readonly #signingIn = new Map<VendorId, AbortController>();

  constructor(deps: MaestroDeps) {
    this.#deps = deps;
    this.accounts = deps.accounts;
    this.credentials = deps.credentials;
    this.choice = new AccountChoice(deps.accounts, deps.pins);
    this.usage = new UsageWatch(deps.clock);
    this.dailyUse = new DailyUse(deps);
    this.lastUse = new LastUse(deps);
    this.favourites = new Favourites(deps.memory);
    this.models = new Catalogue({ ...deps, vendor: (id) => this.vendor(id) });
  }

  get vendors(): readonly Vendor[] {
    return this.#deps.vendors;
  }

  vendor(id: VendorId): Vendor {
    const vendor = this.vendors.find((one) => one.id === id);
    if (vendor === undefined) throw new MaestroError({ code: 'internal', detail: `no vendor ${id}` });
    return vendor;
  }

  /** The ways to sign in at a vendor, or what is wrong with its settings. */
  methods(vendor: Vendor): readonly SignInMethod[] | Failure {
    try {
      return vendor.methods;
    } catch (error) {
      return failureOf(error);
    }
  }

  /**
   * Signs in, stores the account and makes it active. A second sign-in at the same vendor ends the first with
   * `sign-in-replaced`. Throws what {@link signIn} throws, and `storage-failed`.
   */
  async signIn(
    vendor: Vendor,
    method: SignInMethod,
    ui: SignInUi,
    wishes: SignInWishes,
    signal: AbortSignal,
  ): Promise<SignedIn> {
    const request = { ...wishes, vendor: vendor.id, method, methods: vendor.methods };
    return await this.#signInOnce(vendor, method, signal, (either) => signIn({ ...this.#deps, ui }, request, either));
  }

  /**
   * Finishes a sign-in with what VS Code brought to this window from a browser; whichever window began it. `null` where nothing
   * is to be done here: the sign-in waits in this window and goes on, or nobody waits for it. Throws as {@link signIn} does.
   */
  async finishSignIn(query: URLSearchParams, signal: AbortSignal): Promise<SignedIn | null> {
    const inherited = await this.#deps.pending.receive(query);
    if (inherited === null) return null;
    const { pending, result } = inherited;
    const vendor = this.vendor(pending.vendor);
    const method = vendor.methods.find(({ id }) => id === pending.method);
    if (method?.kind !== 'browser') return null;
    return await this.#signInOnce(vendor, method, signal, (either) => finishSignIn(this.#deps, method, result, either));
  }

  /** Stores what `work` gives; a second sign-in at the same vendor ends the first. */
  async #signInOnce(
    vendor: Vendor,
    method: SignInMethod,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<SignedIn>,
  ): Promise<SignedIn> {
    this.#signingIn.get(vendor.id)?.abort(new MaestroError({ code: 'sign-in-replaced' }));
    const own = new AbortController();
    this.#signingIn.set(vendor.id, own);
    try {
      const { scopes = [] } = method;
      const signedIn = await work(AbortSignal.any([signal, own.signal]));
      // Another plan or workspace of the same account may be offered other models.
      await this.models.forgetList(signedIn.account.id);
      const account = await this.accounts.add(signedIn.account, signedIn.credential);
      this.#deps.log.info('signed in', {
        vendor: vendor.id,
        account: account.id,
        credential: signedIn.credential.kind,
      });
      this.#compareScopes(scopes, signedIn);
      return { ...signedIn, account };
    } catch (error) {
      this.#deps.log.warn('sign-in ended', { vendor: vendor.id, code: failureOf(error).code });
      throw error;
    } finally {
      if (this.#signingIn.get(vendor.id) === own) this.#signingIn.delete(vendor.id);
    }
  }

  /** How the account's vendor can be told that the session is over; `null` where it cannot. */
  revocation(id: AccountId): Revocation | null {
    const record = this.accounts.find(id);
    if (record === null) return null;
    return this.vendor(record.account.vendor).revocation?.(record.account, record.credential) ?? null;
  }

  /**
   * Forgets the account on this computer, in every window. With `revoke` the vendor, where it can be told, is told after
   * that; the result is why it was not, and `null` if nothing is left to do. Throws `storage-failed`.
   */
  async signOut(id: AccountId, { revoke }: { readonly revoke: boolean }): Promise<Failure | null> {
    const record = this.accounts.find(id);
    if (record === null) return null;
    const revocation = revoke ? this.revocation(id) : null;
    await this.accounts.remove(record.account);
    await this.models.forget(id);
    this.lastUse.forget(id);
    this.#deps.log.info('signed out', { vendor: record.account.vendor, account: id });
    return revocation === null ? null : this.#revoke(record.account, revocation);
  }

  /**
   * Asks what is left of the plan of the account that answers, now and whenever another comes to answer. Returns the function
   * that ends it.
   */
  followUsage(): () => void {
    const questions = new UsageQuestions({ ...this.#deps, vendor: (id) => this.vendor(id) }, this.usage);
    const ask = (): void => {
      const { account } = this.choice;
      if (account !== null) void questions.ask(account);
    };
    ask();
    return this.choice.onDidChange(ask);
  }

  /** One question to one account; see {@link runTurn}. Where the model is not to be had, the account's list is asked for anew. */
  async *runTurn(
    account: Account,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StreamPart[], void> {
    const { clock, log } = this.#deps;
    const startedMs = clock.now();
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    this.credentials.hurry(account);
    this.lastUse.note(account.id);
    const takeBack = this.dailyUse.add(account.id, request.model.id);
    let hasContent = false;
    let how = 'left';
    try {
      const turn = runTurn(this.#deps, this.vendor(account.vendor), account, request, either);
      for await (const batch of watched(turn, clock, silenceMs)) {
        this.usage.note(account.id, batch);
        hasContent ||= batch.some(isContent);
        const last = batch.at(-1);
        if (last?.kind === 'end') how = last.outcome.kind === 'failed' ? last.outcome.failure.code : last.outcome.kind;
        if (last?.kind === 'end' && last.outcome.kind === 'failed' && !hasContent) takeBack();
        yield batch;
      }
    } finally {
      // Who leaves early while a batch is awaited must not leave the socket behind.
      if (how === 'left') left.abort();
      // A model that is gone is not to be offered again.
      if (how === 'model-unavailable') void this.models.refresh(account);
      log.info('turn ended', { account: account.id, model: request.model.id, how, ms: clock.now() - startedMs });
    }
  }

  /** A session may do less than was asked for, or more: RFC 6749 section 3.3 leaves it to the vendor. */
  #compareScopes(asked: readonly string[], { account, credential }: SignedIn): void {
    if (asked.length === 0 || !isSession(credential)) return;
    const granted = credential.tokens.scopes;
    const missing = asked.filter((scope) => !granted.includes(scope)).join(' ');
    const more = cleanText(granted.filter((scope) => !asked.includes(scope)).join(' '));
    if (missing === '' && more === '') return;
    this.#deps.log.warn('other scopes granted than asked for', { account: account.id, missing, more });
  }

  async #revoke(account: Account, revocation: Revocation): Promise<Failure | null> {
    const { clock, log } = this.#deps;
    const limit = new AbortController();
    const done = new AbortController();
    clock.sleep(revokeLimitMs, done.signal).then(
      () => limit.abort(new MaestroError({ code: 'stalled', seconds: revokeLimitMs / 1_000 })),
      () => undefined,
    );
    try {
      const http = onlyTo(account.origins, this.#deps.http, (host) => ({ code: 'origin-changed', host }));
      await revocation.send({ http, clock, signal: limit.signal });
      log.info('session revoked', { vendor: account.vendor, account: account.id });
      return null;
    } catch (error) {
      const failure = failureOf(error);
      log.warn('the vendor was not told', { account: account.id, code: failure.code });
      return failure;
    } finally {
      done.abort();
    }
  }
}
