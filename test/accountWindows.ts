import { Accounts } from '../src/core/accounts/accounts.ts';
import { CredentialStore } from '../src/core/accounts/credentials.ts';
import { readGeneration } from '../src/core/accounts/generation.ts';
import { InProcessLocks } from '../src/core/accounts/inProcess.ts';
import { Lineages } from '../src/core/accounts/lineages.ts';
import { Vault } from '../src/core/accounts/vault.ts';
import { failureOf } from '../src/core/failure.ts';
import { type Account, type Credential, isSession } from '../src/core/model.ts';
import type { Clock, Http, Lock, Locks, SecretStore, SharedTexts } from '../src/core/ports.ts';
import type { Vendor } from '../src/core/vendor.ts';
import { HandClock } from './handClock.ts';
import { MapMemory, MemoryLog } from './memoryStorage.ts';
import { SecretStorageModel, type SecretWindow } from './secretStorageModel.ts';
import { StrictVendor } from './strictVendor.ts';
import { testAccount, testCredential } from './testAccount.ts';

const noHttp: Http = { send: () => Promise.reject(new Error('nothing may be sent')) };

/** What all windows read at once, in memory. */
export class MapTexts implements SharedTexts {
  readonly texts = new Map<string, string>();

  async names(): Promise<readonly string[]> {
    return [...this.texts.keys()];
  }

  async read(name: string): Promise<string | null> {
    return this.texts.get(name) ?? null;
  }

  async write(name: string, text: string): Promise<void> {
    this.texts.set(name, text);
  }

  async remove(name: string): Promise<void> {
    this.texts.delete(name);
  }
}

export interface AccountWindow {
  readonly accounts: Accounts;
  readonly credentials: CredentialStore;
  readonly lineages: Lineages;
  readonly vault: Vault;
  readonly secrets: SecretWindow;
  readonly log: MemoryLog;
}

export interface WindowOptions {
  readonly keyring?: 'keyring' | 'in memory';
  /** Locks of its own are those of a window whose fellows have died. */
  readonly locks?: Locks;
  readonly vendor?: Vendor;
  readonly random?: () => number;
  /** Whether it has read its accounts; usually it has. */
  readonly loaded?: boolean;
  /** What stands in front of the window's secrets. */
  through?(secrets: SecretStore): SecretStore;
}

/** Windows of one VS Code with an account of one vendor, on a clock that the test moves. */
export class AccountWindows {
  readonly clock = new HandClock();
  readonly storage = new SecretStorageModel(this.clock);
  readonly texts = new MapTexts();
  readonly locks = new CountedLocks(this.clock);
  readonly server = new StrictVendor(this.clock);

  /** A new window. */
  async open(options: WindowOptions = {}): Promise<AccountWindow> {
    const { clock } = this;
    const { locks = this.locks, vendor = this.server.vendor } = options;
    const log = new MemoryLog();
    const secrets = this.storage.open(options.keyring);
    const vault = new Vault(options.through?.(secrets) ?? secrets, clock, log);
    const lineages = new Lineages({ shared: { locks, texts: this.texts }, clock, log });
    const stored = { vault, lineages, memory: new MapMemory(), clock, log };
    const accounts = new Accounts({ ...stored, vendors: [testAccount().vendor] });
    const random = options.random ?? (() => 0);
    const credentials = new CredentialStore({ ...stored, accounts, http: noHttp, random, vendor: () => vendor });
    if (options.loaded !== false) await accounts.load();
    return { accounts, credentials, lineages, vault, secrets, log };
  }

  /** The same with the account signed in, and known to all windows that are opened later. */
  async openSignedIn(options: WindowOptions = {}): Promise<AccountWindow> {
    const window = await this.open(options);
    await window.accounts.add(testAccount(), testCredential());
    await this.settle();
    return window;
  }

  /** What stands in the one generation file there is, without its time. */
  generation(): { readonly number: number; readonly state: string } | null {
    const texts = [...this.texts.texts].filter(([name]) => !name.endsWith('.out')).map(([, text]) => text);
    const found = readGeneration(texts[0] ?? '');
    return found === null ? null : { number: found.number, state: found.state };
  }

  /** Lets what was stored reach every window, and every lock be given back. */
  async settle(): Promise<void> {
    for (let n = 0; n < 6 || this.locks.held > 0; n++) {
      this.clock.advance(100);
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      await hashesDone();
    }
  }
}

/** Hashes are made in threads of their own, and in real time: those begun before are as good as certain to be done after this. */
async function hashesDone(): Promise<void> {
  await Promise.all(Array.from({ length: 8 }, () => crypto.subtle.digest('SHA-256', new Uint8Array(1))));
  await nextTurn();
}

/** What the work comes to, with as much time as it takes. */
export async function inTime<T>(windows: AccountWindows, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await windows.settle();
  return await work;
}

/** Locks that a test can see to be held. */
class CountedLocks implements Locks {
  readonly #locks: Locks;
  held = 0;

  constructor(clock: Clock) {
    this.#locks = new InProcessLocks(clock);
  }

  async acquire(name: string, waitMs: number, signal: AbortSignal): Promise<Lock | null> {
    const lock = await this.#locks.acquire(name, waitMs, signal);
    if (lock === null) return null;
    this.held++;
    return {
      owned: () => lock.owned(),
      release: () => {
        this.held--;
        return lock.release();
      },
    };
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits for what comes about without any time passing. */
export async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error('It does not come about.');
    await nextTurn();
  }
}

export function accessOf(credential: Credential): string {
  return isSession(credential) ? credential.tokens.access.reveal() : credential.kind;
}

export function askFor(window: AccountWindow, account: Account = testAccount()): Promise<string> {
  return window.credentials.current(account, new AbortController().signal).then(accessOf);
}

/** The code of the failure that the work ends with, `null` if it ends well. */
export function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error) => failureOf(error).code,
  );
}
