import { type Failure, failureOf, MaestroError } from '../failure.ts';
import type { Account, AccountId, EpochMs, Model, ModelId, VendorId } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Clock, Http, Log, Memory } from '../ports.ts';
import { SentSecrets } from '../redact.ts';
import type { Credentials } from '../stream/turn.ts';
import type { ModelList, Vendor } from '../vendor.ts';
import { presentable } from './presentable.ts';
import type { ModelRecord } from './record.ts';
import { RememberedLists } from './remembered.ts';
import { unlistedModel } from './unlisted.ts';

/** A list is shown within this time, the vendor's or what is known without it. */
const listLimitMs = 5_000;
/** So long a list is taken as it is. */
const freshMs = 10 * 60_000;

/**
 * What an account can be asked with. `problem` says why the vendor's own list is not this, or not of now: where the vendor was
 * asked, a list without models has one.
 */
export interface Listing {
  readonly models: readonly Model[];
  /** When the vendor said so; `null` for the models known to this version. */
  readonly asOf: EpochMs | null;
  /** For the models known to this version the day of that knowledge, as in `2026-11-20`. */
  readonly day: string | null;
  readonly problem: Failure | null;
}

export interface CatalogueDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly credentials: Credentials;
  readonly log: Log;
  vendor(id: VendorId): Vendor;
}

/** Each account's models as its vendor lists them, remembered between sessions, and the model chosen for each account. */
export class Catalogue {
  readonly #deps: CatalogueDeps;
  readonly #running = new Map<AccountId, Promise<Listing>>();
  readonly #lists: RememberedLists;
  /** Why an account's vendor did not tell its models when it was last asked. */
  readonly #problems = new Map<AccountId, Failure>();
  readonly #listeners = new Set<(account: AccountId) => void>();

  constructor(deps: CatalogueDeps) {
    this.#deps = deps;
    this.#lists = new RememberedLists(deps.memory);
  }

  /** What is known without asking anybody, with the problem there was when the vendor was last asked in this window. */
  known(account: Account): Listing {
    const record = this.#lists.of(account.id);
    const problem = this.#problems.get(account.id) ?? null;
    if (record !== null) return { models: record.models, asOf: record.fetchedAt, day: null, problem };
    const { models, day } = this.#deps.vendor(account.vendor).knownModels(account);
    return { models, asOf: null, day, problem };
  }

  /** The vendor's list, asked for unless it is fresh; what is known, and the problem, if it cannot be had in time. */
  async list(account: Account): Promise<Listing> {
    const record = this.#lists.of(account.id);
    const isFresh = record !== null && this.#deps.clock.now() - record.fetchedAt < freshMs;
    if (isFresh && !this.#problems.has(account.id)) return this.known(account);
    return this.refresh(account);
  }

  /** The same, asked for in any case. Whoever asks meanwhile is given the same answer. */
  refresh(account: Account): Promise<Listing> {
    const running = this.#running.get(account.id);
    if (running !== undefined) return running;
    const isCurrent = (): boolean => this.#running.get(account.id) === begun;
    const begun: Promise<Listing> = this.#ask(account, isCurrent).finally(() => {
      if (isCurrent()) this.#running.delete(account.id);
    });
    this.#running.set(account.id, begun);
    return begun;
  }

  /**
   * The model that this account is asked with: the wanted one, else the one chosen for the account, else the first. A name
   * that the vendor does not list is taken at its word, with what the name tells, else with the abilities of the first.
   * `null` where no model is known.
   */
  pick(account: Account, wanted: string | null): Model | null {
    const { models } = this.known(account);
    const id = wanted ?? this.#deps.memory.get(choiceKey(account.id)) ?? null;
    const [first = null] = models;
    if (id === null) return first;
    const listed = models.find((model) => model.id === id);
    return listed ?? unlistedModel(this.#deps.vendor(account.vendor), account, first, id);
  }

  /** Remembers the model for this account. */
  async choose(account: Account, model: ModelId): Promise<void> {
    await this.#deps.memory.set(choiceKey(account.id), model);
    this.#tell(account.id);
  }

  /** Forgets what is known of an account's models, for example because it signed out. */
  async forget(account: AccountId): Promise<void> {
    await Promise.all([this.forgetList(account), this.#deps.memory.set(choiceKey(account), undefined)]);
  }

  /** Forgets the list alone, for example because another sign-in may be offered others; one that is on its way is not kept. */
  async forgetList(account: AccountId): Promise<void> {
    this.#running.delete(account);
    this.#problems.delete(account);
    await this.#lists.forget(account);
  }

  /** Called when an account's models or its chosen one have changed. Returns the unsubscriber. */
  onDidChange(listener: (account: AccountId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `isCurrent` is false once the list has been forgotten: then it is only told to whoever waits. */
  async #ask(account: Account, isCurrent: () => boolean): Promise<Listing> {
    const { clock, log } = this.#deps;
    const sent = new SentSecrets();
    const limit = new AbortController();
    const done = new AbortController();
    clock.sleep(listLimitMs, done.signal).then(
      () => limit.abort(new MaestroError({ code: 'stalled', seconds: listLimitMs / 1_000 })),
      () => undefined,
    );
    try {
      const before = this.#lists.of(account.id);
      const list = await this.#askTwice(account, before, sent, limit.signal);
      const fetchedAt = clock.now();
      const now = list === 'unchanged' ? before : { models: presentable(list.models), etag: list.etag };
      if (now === null || now.models.length === 0) throw new MaestroError({ code: 'no-models', host: hostOf(account) });
      if (isCurrent()) {
        await this.#lists.remember(account.id, { ...now, fetchedAt });
        this.#problems.delete(account.id);
        this.#tell(account.id);
      }
      return { models: now.models, asOf: fetchedAt, day: null, problem: null };
    } catch (error) {
      const problem = sent.redact(failureOf(error));
      log.warn('models cannot be listed', { account: account.id, code: problem.code });
      if (isCurrent()) {
        this.#problems.set(account.id, problem);
        this.#tell(account.id);
      }
      return { ...this.known(account), problem };
    } finally {
      done.abort();
    }
  }

  /** Asks, and once more with a renewed credential if the first was refused. */
  async #askTwice(
    account: Account,
    before: ModelRecord | null,
    sent: SentSecrets,
    signal: AbortSignal,
  ): Promise<ModelList | 'unchanged'> {
    const { credentials, clock } = this.#deps;
    const refusal = (host: string): Failure => ({ code: 'origin-changed', host });
    const call = { http: onlyTo(account.origins, sent.noting(this.#deps.http), refusal), clock, signal };
    const vendor = this.#deps.vendor(account.vendor);
    const credential = await credentials.current(account, signal);
    try {
      return await vendor.listModels(account, credential, call, before?.etag ?? null);
    } catch (error) {
      if (failureOf(error).code !== 'credential-rejected') throw error;
      await credentials.refused(account, credential, signal);
      const renewed = await credentials.current(account, signal);
      return vendor.listModels(account, renewed, call, before?.etag ?? null);
    }
  }

  #tell(account: AccountId): void {
    for (const listener of [...this.#listeners]) listener(account);
  }
}

/** Where the account's models would come from, as a person knows the place. */
function hostOf({ baseUrl, origins, label }: Account): string {
  const address = baseUrl ?? origins[0];
  return URL.canParse(address) ? new URL(address).host : label;
}

function choiceKey(account: AccountId): string {
  return `maestro.model.${account}`;
}
