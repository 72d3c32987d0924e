import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Json, numberAt, stringAt } from '../../../src/core/json.ts';
import type { SecretStorageModel, SecretWindow } from '../../secretStorageModel.ts';
import { type Handlers, Peer } from './peer.ts';

const program = path.join(import.meta.dirname, 'renewingWindow.ts');

/** Where a window dies in its next renewal, as in faults 2.4. */
export type Point = 'C1' | 'C2' | 'C4' | 'C5' | 'C8';

/** What a window says of the account after it was asked something. */
export interface Answer {
  /** The failure, if there was one. */
  readonly code: string | null;
  readonly state: string | null;
  readonly access: string | null;
  readonly expiresAt: number;
  /** Lineage and generation. */
  readonly step: string | null;
}

export interface WindowPlace {
  readonly storage: SecretStorageModel;
  /** The folder for locks and generations. */
  readonly folder: string;
  /** The server. */
  readonly origin: string;
}

/** One window: a process that runs Maestro's code for accounts, and the secrets as VS Code's window keeps them for it. */
export class WindowProcess {
  readonly name: string;
  readonly secrets: SecretWindow;
  readonly #child: ChildProcess;
  readonly #peer: Peer;
  #onLocked: () => void = () => undefined;

  private constructor(
    name: string,
    child: ChildProcess,
    { storage, secrets }: { readonly storage: SecretStorageModel; readonly secrets: SecretWindow },
    onReady: () => void,
  ) {
    this.name = name;
    this.secrets = secrets;
    this.#child = child;
    // A message to a process that has just been killed is lost, as it should be.
    child.on('error', () => undefined);
    const handlers: Handlers = {
      keys: async () => [...(await secrets.keys())],
      get: async (key) => (await secrets.get(String(key))) ?? null,
      set: async (key, value) => secrets.set(String(key), String(value)).then(() => null),
      delete: async (key) => secrets.delete(String(key)).then(() => null),
      delivered: () => storage.delivered().then(() => null),
      locked: () => {
        this.#onLocked();
        return null;
      },
      ready: () => {
        onReady();
        return null;
      },
    };
    this.#peer = new Peer(child, handlers);
    secrets.onDidChange((key) => void this.#peer.call('changed', key).catch(() => undefined));
  }

  static async start(
    name: string,
    { storage, folder, origin }: WindowPlace,
    keyring: 'keyring' | 'in memory' = 'keyring',
  ): Promise<WindowProcess> {
    const { NODE_V8_COVERAGE: _, ...rest } = process.env;
    const env = { ...rest, NODE_COMPILE_CACHE: path.join(folder, '..', 'compiled') };
    const child = fork(program, [name, folder, origin], {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.once('close', (code, by) => reject(new Error(`A window ended before it was open (${code ?? by}): ${said}`)));
    const window = new WindowProcess(name, child, { storage, secrets: storage.open(keyring) }, resolve);
    await promise;
    return window;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Asks for the credential; `refuse` says first that the server does not take the present one. */
  async ask(how: 'ask' | 'refuse' = 'ask'): Promise<Answer> {
    return readAnswer(await this.#peer.call(how));
  }

  async report(): Promise<Answer> {
    return readAnswer(await this.#peer.call('report'));
  }

  async signIn(tokens: Json): Promise<Answer> {
    return readAnswer(await this.#peer.call('signIn', tokens));
  }

  async signOut(): Promise<Answer> {
    return readAnswer(await this.#peer.call('signOut'));
  }

  /** Whether this window is the one to tell the person that a sign-in is needed. */
  async mayTell(): Promise<boolean> {
    return (await this.#peer.call('mayTell')) === true;
  }

  /** Resolves when the window knows just this step of the account; `null` for no account. */
  async knows(step: string | null): Promise<void> {
    await this.#peer.call('knows', step);
  }

  async setClock(offsetMs: number): Promise<void> {
    await this.#peer.call('setClock', offsetMs);
  }

  async dieAt(point: Point): Promise<void> {
    await this.#peer.call('dieAt', point);
  }

  /** Resolves when the window gets the account's lock the next time. */
  locked(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLocked = resolve;
    });
  }

  /** Stops the process where it is, as the sleep of a computer does. */
  sleep(): void {
    this.#child.kill('SIGSTOP');
  }

  wake(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.isAlive) this.#child.kill('SIGKILL');
    await this.ended();
  }

  /** Resolves when the process has ended. What its window had still to write is written. */
  async ended(): Promise<void> {
    if (this.isAlive) await once(this.#child, 'exit');
    this.secrets.close();
  }
}

function readAnswer(value: Json): Answer {
  return {
    code: stringAt(value, 'code'),
    state: stringAt(value, 'state'),
    access: stringAt(value, 'access'),
    expiresAt: numberAt(value, 'expiresAt') ?? 0,
    step: stringAt(value, 'step'),
  };
}
