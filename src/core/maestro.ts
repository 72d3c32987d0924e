import type { Accounts } from './accounts/accounts.ts';
import { type SignInDeps, signIn } from './auth/signIn.ts';
import { failureOf, MaestroError } from './failure.ts';
import { type Account, type AccountId, type ChatRequest, type Model, modelId, type VendorId } from './model.ts';
import { onlyTo } from './onlyTo.ts';
import type { StreamPart } from './parts.ts';
import type { Log } from './ports.ts';
import { runTurn, type TurnDeps } from './stream/turn.ts';
import { watched } from './stream/watched.ts';
import type { SignedIn, SignInMethod, Vendor } from './vendor.ts';

/** How long nothing may come before the person is told (faults 5.2). */
const silenceMs = 90_000;

export interface MaestroDeps extends TurnDeps {
  readonly accounts: Accounts;
  readonly log: Log;
  readonly vendors: readonly Vendor[];
}

/** The façade: every surface and every command goes through these few functions, and none talks to a vendor itself. */
export class Maestro {
  readonly accounts: Accounts;
  readonly #deps: MaestroDeps;
  readonly #signingIn = new Map<VendorId, AbortController>();

  constructor(deps: MaestroDeps) {
    this.#deps = deps;
    this.accounts = deps.accounts;
  }

  get vendors(): readonly Vendor[] {
    return this.#deps.vendors;
  }

  vendor(id: VendorId): Vendor {
    const vendor = this.vendors.find((one) => one.id === id);
    if (vendor === undefined) throw new MaestroError({ code: 'internal', detail: `no vendor ${id}` });
    return vendor;
  }

  /**
   * Signs in, stores the account and makes it active. A second sign-in at the same vendor ends the first with
   * `sign-in-replaced`. Throws what {@link signIn} throws, and `storage-failed`.
   */
  async signIn(
    vendor: Vendor,
    method: SignInMethod,
    ui: Omit<SignInDeps, 'http' | 'clock'>,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<SignedIn> {
    this.#signingIn.get(vendor.id)?.abort(new MaestroError({ code: 'sign-in-replaced' }));
    const own = new AbortController();
    this.#signingIn.set(vendor.id, own);
    try {
      const http = onlyTo(vendor.origins, this.#deps.http, (host) => ({ code: 'forbidden-origin', host }));
      const deps = { ...ui, open: ui.open.bind(ui), progress: ui.progress.bind(ui), http, clock: this.#deps.clock };
      const signedIn = await signIn(deps, method, timeoutMs, AbortSignal.any([signal, own.signal]));
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

  /** Forgets the account on this computer, in every window. */
  async signOut(id: AccountId): Promise<void> {
    const record = this.accounts.find(id);
    if (record === null) return;
    await this.accounts.remove(record.account);
    this.#deps.log.info('signed out', { vendor: record.account.vendor, account: id });
  }

  /** The model of this name at the account's vendor; any name is accepted, an empty one means the vendor's default. */
  model(account: Account, name: string): Model {
    const { models } = this.vendor(account.vendor);
    if (name === '') return models[0];
    return models.find((model) => model.id === name) ?? { ...models[0], id: modelId(name), label: name };
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
    let how = 'left';
    try {
      const turn = runTurn(this.#deps, this.vendor(account.vendor), account, request, either);
      for await (const batch of watched(turn, clock, silenceMs)) {
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
}
