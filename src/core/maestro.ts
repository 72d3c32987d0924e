import type { Accounts } from './accounts/accounts.ts';
import { AccountChoice, type Pins } from './accounts/choice.ts';
import type { CredentialStore } from './accounts/credentials.ts';
import { UsageWatch } from './accounts/usage.ts';
import type { SignedIn, SignInMethod } from './auth/method.ts';
import { type SignInUi, signIn } from './auth/signIn.ts';
import { type Failure, failureOf, MaestroError } from './failure.ts';
import type { Account, AccountId, ChatRequest, Credential, VendorId } from './model.ts';
import { Catalogue } from './models/catalogue.ts';
import { onlyTo } from './onlyTo.ts';
import type { StreamPart } from './parts.ts';
import type { Log, Memory, Redirects } from './ports.ts';
import { runTurn, type TurnDeps } from './stream/turn.ts';
import { watched } from './stream/watched.ts';
import type { Revocation, Vendor } from './vendor.ts';

/** How long nothing may come before the person is told (faults 5.2). */
const silenceMs = 90_000;
/** How long the vendor has to take note that a session is over. */
const revokeLimitMs = 10_000;

export interface MaestroDeps extends TurnDeps {
  readonly accounts: Accounts;
  readonly credentials: CredentialStore;
  readonly log: Log;
  readonly memory: Memory;
  readonly redirects: Redirects;
  readonly pins: Pins;
  readonly vendors: readonly Vendor[];
}

/** The façade: every surface and every command goes through these few functions, and none talks to a vendor itself. */
export class Maestro {
  readonly accounts: Accounts;
  /** How the accounts stand: renewed, in trouble, or in need of a sign-in. */
  readonly credentials: CredentialStore;
  readonly models: Catalogue;
  readonly choice: AccountChoice;
  readonly usage: UsageWatch;
  readonly #deps: MaestroDeps;
  readonly #signingIn = new Map<VendorId, AbortController>();

  constructor(deps: MaestroDeps) {
    this.#deps = deps;
    this.accounts = deps.accounts;
    this.credentials = deps.credentials;
    this.choice = new AccountChoice(deps.accounts, deps.pins);
    this.usage = new UsageWatch(deps.clock);
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
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<SignedIn> {
    this.#signingIn.get(vendor.id)?.abort(new MaestroError({ code: 'sign-in-replaced' }));
    const own = new AbortController();
    this.#signingIn.set(vendor.id, own);
    try {
      const signedIn = await signIn({ ...this.#deps, ui }, method, timeoutMs, AbortSignal.any([signal, own.signal]));
      // Another plan or workspace of the same account may be offered other models.
      await this.models.forgetList(signedIn.account.id);
      const account = await this.accounts.add(signedIn.account, signedIn.credential);
      this.#deps.log.info('signed in', {
        vendor: vendor.id,
        account: account.id,
        credential: signedIn.credential.kind,
      });
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
    this.#deps.log.info('signed out', { vendor: record.account.vendor, account: id });
    return revocation === null ? null : this.#revoke(record.account, revocation);
  }

  /** The account's credential, renewed first if it is about to end. Throws why there is none. */
  credential(account: Account, signal: AbortSignal): Promise<Credential> {
    return this.#deps.credentials.current(account, signal);
  }

  /** One question to one account; see {@link runTurn}. */
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
    let how = 'left';
    try {
      const turn = runTurn(this.#deps, this.vendor(account.vendor), account, request, either);
      for await (const batch of watched(turn, clock, silenceMs)) {
        this.usage.note(account.id, batch);
        const last = batch.at(-1);
        if (last?.kind === 'end') how = last.outcome.kind === 'failed' ? last.outcome.failure.code : last.outcome.kind;
        yield batch;
      }
    } finally {
      // Who leaves early while a batch is awaited must not leave the socket behind.
      if (how === 'left') left.abort();
      log.info('turn ended', { account: account.id, model: request.model.id, how, ms: clock.now() - startedMs });
    }
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
