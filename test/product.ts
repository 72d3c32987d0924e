import { Accounts } from '../src/core/accounts/accounts.ts';
import { CredentialStore } from '../src/core/accounts/credentials.ts';
import { Vault } from '../src/core/accounts/vault.ts';
import { asked } from '../src/core/chat/conversation.ts';
import { Maestro } from '../src/core/maestro.ts';
import type { Account, ChatRequest, Message } from '../src/core/model.ts';
import type { StreamPart } from '../src/core/parts.ts';
import type { Clock } from '../src/core/ports.ts';
import type { SignedIn } from '../src/core/vendor.ts';
import { UndiciHttp } from '../src/node/http.ts';
import { loopbackRedirects } from '../src/node/loopback.ts';
import { thisComputer } from '../src/node/proxySettings.ts';
import { systemClock } from '../src/node/systemClock.ts';
import { vendors } from '../src/vendors/index.ts';
import { readOpenAiSettings } from '../src/vendors/openai/settings.ts';
import { MapMemory, MemoryLog, MemorySecretStore } from './memoryStorage.ts';
import { PersonAtBrowser } from './signInBrowser.ts';
import type { Simulator } from './simulator/simulator.ts';

/** Maestro as it ships, but for VS Code: real sockets, real listener, the vendors' settings pointing at a simulator. */
export class Product {
  readonly secrets = new MemorySecretStore();
  readonly log = new MemoryLog();
  readonly maestro: Maestro;
  readonly accounts: Accounts;
  readonly #http: UndiciHttp;

  constructor(simulator: Simulator, clock: Clock = systemClock) {
    this.#http = new UndiciHttp({
      kind: 'on',
      url: null,
      bypass: thisComputer,
      authorization: null,
      strictTls: true,
      useSystemCertificates: false,
    });
    const settings = readOpenAiSettings({ ...simulator, callbackPorts: [0], version: '9.9.9' });
    const vault = new Vault(this.secrets, this.log);
    this.accounts = new Accounts(vault, new MapMemory(), this.log);
    const deps = { accounts: this.accounts, vault, http: this.#http, clock, log: this.log, random: () => 0 };
    const credentials = new CredentialStore({ ...deps, vendor: (account) => this.maestro.vendor(account.vendor) });
    this.maestro = new Maestro({ ...deps, credentials, vendors: vendors({ openai: () => settings }) });
  }

  /** Signs in by the vendor's first method, the person doing their part. */
  async signIn(
    person = new PersonAtBrowser(),
    signal = new AbortController().signal,
    timeoutMs = 60_000,
  ): Promise<SignedIn> {
    const [vendor] = this.maestro.vendors;
    const method = vendor?.methods[0];
    if (vendor === undefined || method === undefined) throw new Error('There is no vendor.');
    let visit: Promise<void> = Promise.resolve();
    const ui = {
      redirects: loopbackRedirects(),
      async open(url: URL): Promise<boolean> {
        visit = person.open(url);
        visit.catch(() => undefined);
        return true;
      },
      progress: () => undefined,
    };
    try {
      return await this.maestro.signIn(vendor, method, ui, timeoutMs, signal);
    } finally {
      await visit;
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
    const request: ChatRequest = {
      model: this.maestro.model(account, ''),
      instructions: 'Be brief.',
      messages: asked(history, question),
      tools: { mode: 'none' },
      verbosity: 'medium',
    };
    return this.maestro.runTurn(account, request, signal);
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
