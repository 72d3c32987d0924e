import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Lineages } from '../../../src/core/accounts/lineages.ts';
import { epochMs } from '../../../src/core/model.ts';
import { FileLocks } from '../../../src/node/fileLocks.ts';
import { SharedFiles } from '../../../src/node/sharedFiles.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { MemoryLog } from '../../memoryStorage.ts';
import { SecretStorageModel } from '../../secretStorageModel.ts';
import { testAccount } from '../../testAccount.ts';
import { StrictServer } from './strictServer.ts';
import { type Answer, WindowProcess } from './windowProcess.ts';

export const size = 8;
const account = testAccount();
export const secretKey = `maestro.account.v1.${account.vendor}.${account.id}`;

/** The windows of one VS Code with one account at one strict server, and what has happened so far. */
export class Fleet {
  readonly server: StrictServer;
  readonly #folder: string;
  readonly windows: WindowProcess[] = [];
  storage: SecretStorageModel;
  #offsetMs = 0;
  #expiresAt = 0;
  kills = 0;
  prompts = 0;
  /** Sessions that no client could have saved. */
  lost = 0;
  /** Refreshes with which a window learned that. */
  refused = 0;

  private constructor(server: StrictServer, folder: string) {
    this.server = server;
    this.#folder = folder;
    this.storage = this.#storageOnDisk();
  }

  static async start(): Promise<Fleet> {
    const folder = await mkdtemp(path.join(tmpdir(), 'maestro-renewal-'));
    await mkdir(path.join(folder, 'auth'));
    const fleet = new Fleet(await StrictServer.start(), folder);
    // The first compiles for the others.
    fleet.windows.push(await fleet.open('0'));
    const names = Array.from({ length: size - 1 }, (_, index) => String(index + 1));
    fleet.windows.push(...(await Promise.all(names.map((name) => fleet.open(name)))));
    await fleet.signIn();
    return fleet;
  }

  async open(name: string, keyring: 'keyring' | 'in memory' = 'keyring'): Promise<WindowProcess> {
    const { storage, server } = this;
    const window = await WindowProcess.start(name, { storage, folder: this.auth, origin: server.origin }, keyring);
    await window.setClock(this.#offsetMs);
    return window;
  }

  get auth(): string {
    return path.join(this.#folder, 'auth');
  }

  window(index: number): WindowProcess {
    const window = this.windows[index % size];
    assert.ok(window !== undefined);
    return window;
  }

  others(window: WindowProcess): readonly WindowProcess[] {
    return this.windows.filter((other) => other !== window && other.isAlive);
  }

  /** Every window's clock goes to a time before or after the end of the access token. */
  async clockTo(beforeEndMs: number): Promise<void> {
    await this.shiftClocks(this.#expiresAt - beforeEndMs - (Date.now() + this.#offsetMs));
  }

  /** Every window's clock is set forward, or back. */
  async shiftClocks(byMs: number): Promise<void> {
    this.#offsetMs += byMs;
    await Promise.all(this.windows.map((window) => window.setClock(this.#offsetMs)));
  }

  /** Asks these windows at the same moment. */
  ask(windows: readonly WindowProcess[], how: 'ask' | 'refuse' = 'ask'): Promise<readonly Answer[]> {
    return Promise.all(windows.map((window) => window.ask(how)));
  }

  /** All of these hold the same access token, which works. */
  async mustWork(answers: readonly Answer[]): Promise<void> {
    assert.deepEqual(new Set(answers.map(({ code }) => code)), new Set([null]));
    assert.equal(new Set(answers.map(({ access }) => access)).size, 1, 'all windows hold the same token');
    const [answer] = answers;
    assert.equal(await this.server.accepts(answer?.access ?? ''), true, 'the token works');
    this.#expiresAt = answer?.expiresAt ?? 0;
  }

  /** A person signs in, in one window; every other one hears of it. */
  async signIn(window = this.window(0)): Promise<void> {
    const answer = await window.signIn(await this.server.signIn());
    assert.equal(answer.code, null);
    await this.heard(answer.step);
    await this.mustWork([answer]);
  }

  /** Every window knows this step of the account. */
  async heard(step: string | null): Promise<void> {
    await Promise.all(this.windows.map((window) => window.knows(step)));
  }

  /** Opens a window again in the place of each one that has died. */
  async reopen(): Promise<void> {
    const reopened = this.windows.map(async (window, index) => {
      if (window.isAlive) return;
      this.kills++;
      await window.ended();
      this.windows[index] = await this.open(window.name);
    });
    // Those that still open must not outlive the fleet when one cannot.
    await Promise.allSettled(reopened);
    await Promise.all(reopened);
  }

  /** The machine has no power for a moment: what is not on the disk is lost. */
  async losePower(): Promise<void> {
    for (const window of this.windows) window.secrets.lose();
    await Promise.all(this.windows.map((window) => window.kill()));
    this.storage = this.#storageOnDisk();
  }

  /** Closes all windows; what lies in the folder when one is opened two months later, besides the account's generation. */
  async left(): Promise<readonly string[]> {
    const lineage = (await this.window(0).report()).step?.split(' ')[0] ?? '';
    await Promise.all(this.windows.map((window) => window.kill()));
    await new FileLocks(this.auth).sweep();
    const texts = new SharedFiles(this.auth);
    const locks = new FileLocks(this.auth);
    const clock = { ...systemClock, now: () => epochMs(Date.now() + this.#offsetMs + 60 * 24 * 3_600_000) };
    await new Lineages({ shared: { locks, texts }, clock, log: new MemoryLog() }).sweep([lineage]);
    return (await readdir(this.auth)).filter((name) => name !== `${lineage}.json`);
  }

  async close(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.kill()));
    await this.server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #storageOnDisk(): SecretStorageModel {
    return new SecretStorageModel(systemClock, path.join(this.#folder, 'state.json'));
  }
}
