import { Accounts } from '../src/core/accounts/accounts.ts';
import { CredentialStore } from '../src/core/accounts/credentials.ts';
import { type LineageDeps, Lineages } from '../src/core/accounts/lineages.ts';
import { Vault } from '../src/core/accounts/vault.ts';
import type { SignedIn } from '../src/core/auth/method.ts';
import { PendingSignIns } from '../src/core/auth/pendingSignIns.ts';
import { Maestro } from '../src/core/maestro.ts';
import type { Account, ChatRequest, Message } from '../src/core/model.ts';
import type { StreamPart } from '../src/core/parts.ts';
import type { Clock, Http, Whereabouts } from '../src/core/ports.ts';
import type { Vendor } from '../src/core/vendor.ts';
import { loopbackRedirects } from '../src/node/loopback.ts';
import { systemClock } from '../src/node/systemClock.ts';
import { vendors } from '../src/vendors/index.ts';
import type { Surroundings } from '../src/vendors/surroundings.ts';
import { directHttp } from './directHttp.ts';
import { MapMemory, MemoryLog, MemorySecretStore } from './memoryStorage.ts';
import { PersonAtBrowser } from './signInBrowser.ts';
import type { Simulator } from './simulator/simulator.ts';
import { asked } from './testMessages.ts';
import { type Person, TestSignInUi } from './testSignInUi.ts';
import { type SurroundingsOptions, testSurroundings } from './testSurroundings.ts';
import { testWhereabouts } from './testWhereabouts.ts';

export interface ClosableHttp extends Http {
  close(): Promise<void>;
}

export interface ProductOptions extends Partial<SurroundingsOptions> {
  readonly clock?: Clock;
  readonly whereabouts?: Whereabouts;
  /** Another network than {@link directHttp}. */
  readonly http?: ClosableHttp;
  /** Those of another window, to share its accounts. */
  readonly secrets?: MemorySecretStore;
  /** What it shares with other windows beside them; nothing, unless a test is about that. */
  readonly shared?: LineageDeps['shared'];
  /** Made-up vendors beside the real ones. */
  more?(surroundings: Surroundings): readonly Vendor[];
}

/** Maestro as it ships, but for VS Code: real sockets, real listener, the vendors' settings pointing at a simulator. */
export class Product {
  readonly secrets: MemorySecretStore;
  readonly log = new MemoryLog();
  readonly maestro: Maestro;
  readonly accounts: Accounts;
  readonly memory = new MapMemory();
  readonly #http: ClosableHttp;

  constructor(simulator: Pick<Simulator, 'settings'>, options: ProductOptions = {}) {
    const { clock = systemClock, settings = {}, more = () => [], ...rest } = options;
    const { memory, log } = this;
    this.#http = options.http ?? directHttp();
    this.secrets = options.secrets ?? new MemorySecretStore();
    const around = testSurroundings({ ...rest, memory, settings: { ...simulator.settings, ...settings } });
    const known = [...vendors(around), ...more(around)];
    const stored = {
      vault: new Vault(this.secrets, clock, log),
      lineages: new Lineages({ shared: options.shared ?? null, clock, log }),
      memory,
      clock,
      log,
    };
    this.accounts = new Accounts({ ...stored, vendors: known.map(({ id }) => id) });
    const pins = { get: () => null, set: async () => undefined, onDidChange: () => () => undefined };
    const deps = { ...stored, pins, accounts: this.accounts, http: this.#http, random: () => 0 };
    const credentials = new CredentialStore({ ...deps, vendor: (account) => this.maestro.vendor(account.vendor) });
    const pending = new PendingSignIns({ secrets: this.secrets, shared: null, clock });
    const ways = { redirects: loopbackRedirects(), whereabouts: options.whereabouts ?? testWhereabouts(), pending };
    this.maestro = new Maestro({ ...deps, ...ways, credentials, vendors: known });
  }

  /** Signs in to ChatGPT in the browser, the person doing their part. */
  signIn(
    person: Person = new PersonAtBrowser(),
    signal = new AbortController().signal,
    timeoutMs = 60_000,
  ): Promise<SignedIn> {
    return this.signInBy('openai', 'chatgpt', person, signal, timeoutMs);
  }

  /** Signs in at the vendor by the method of these ids. */
  async signInBy(
    vendorName: string,
    methodName: string,
    person: Person,
    signal = new AbortController().signal,
    timeoutMs = 60_000,
  ): Promise<SignedIn> {
    const vendor = this.maestro.vendors.find(({ id }) => id === vendorName);
    const method = vendor?.methods.find(({ id }) => id === methodName);
    if (vendor === undefined || method === undefined) throw new Error(`There is no ${vendorName} ${methodName}.`);
    const ui = new TestSignInUi(person);
    try {
      return await this.maestro.signIn(vendor, method, ui, { timeoutMs, asksWho: person.asksWho ?? false }, signal);
    } finally {
      await ui.visit;
    }
  }

  /** Asks and gathers everything up to the end. */
  async ask(
    account: Account,
    question: string,
    history: readonly Message[] = [],
    signal = new AbortController().signal,
  ): Promise<readonly StreamPart[]> {
    const parts: StreamPart[] = [];
    for await (const batch of this.stream(account, question, history, signal)) parts.push(...batch);
    return parts;
  }

  stream(
    account: Account,
    question: string,
    history: readonly Message[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly StreamPart[], void> {
    return this.maestro.runTurn(account, { ...this.request(account), messages: asked(history, question) }, signal);
  }

  /** A plain request to the account's model, to be changed as a test needs it. */
  request(account: Account): ChatRequest {
    const model = this.maestro.models.pick(account, null);
    if (model === null) throw new Error(`No model is known for ${account.label}.`);
    return {
      model,
      instructions: 'Be brief.',
      messages: asked([], 'Hello'),
      tools: { mode: 'none' },
      verbosity: 'medium',
      effort: null,
    };
  }

  async close(): Promise<void> {
    await this.#http.close();
  }
}

/** The text of an answer. */
export function answerText(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.delta : '')).join('');
}

/** How an answer ended: `complete`, `cancelled`, or the failure's code. */
export function ending(parts: readonly StreamPart[]): string {
  const end = parts.at(-1);
  if (end?.kind !== 'end') return 'no end';
  return end.outcome.kind === 'failed' ? end.outcome.failure.code : end.outcome.kind;
}
