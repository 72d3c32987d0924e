// The extension host of one window: Maestro's own code for accounts over files, sockets and a secret storage that lives in
// the process that started it. It can be told to die at a point of its next renewal (faults 2.4).
import { flushCompileCache } from 'node:module';
import { Accounts } from '../../../src/core/accounts/accounts.ts';
import { CredentialStore } from '../../../src/core/accounts/credentials.ts';
import { readGeneration } from '../../../src/core/accounts/generation.ts';
import { Lineages } from '../../../src/core/accounts/lineages.ts';
import { Vault } from '../../../src/core/accounts/vault.ts';
import { readTokens } from '../../../src/core/auth/token.ts';
import { failureOf } from '../../../src/core/failure.ts';
import { isObject, type Json } from '../../../src/core/json.ts';
import { epochMs } from '../../../src/core/model.ts';
import type { Clock, Http, Locks, SecretStore, SharedTexts } from '../../../src/core/ports.ts';
import { FileLocks } from '../../../src/node/fileLocks.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { SharedFiles } from '../../../src/node/sharedFiles.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { MapMemory, MemoryLog } from '../../memoryStorage.ts';
import { testAccount } from '../../testAccount.ts';
import { Peer } from './peer.ts';
import { clientId, renewingVendor } from './renewingVendor.ts';

const [, , name = '', folder = '', origin = ''] = process.argv;
const account = testAccount({ origins: [origin] });
const { signal } = new AbortController();
let offsetMs = 0;
let deathAt = '';

/** Ends this process if it is to end here. */
async function passing(point: string): Promise<void> {
  if (deathAt !== point) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

const clock: Clock = {
  now: () => epochMs(Date.now() + offsetMs),
  async sleep(ms, ended) {
    await systemClock.sleep(ms, ended);
    // VS Code delivers within 200 ms what Maestro gives 500 ms for. Here what delivers may be as slow as the machine.
    if (ms >= 500) await parent.call('delivered').catch(() => undefined);
  },
};

const listeners = new Set<(key: string) => void>();
const secrets: SecretStore = {
  async keys() {
    const keys = await parent.call('keys');
    return Array.isArray(keys) ? keys.map(String) : [];
  },
  async get(key) {
    const value = await parent.call('get', key);
    return typeof value === 'string' ? value : undefined;
  },
  async set(key, value) {
    await passing('C4');
    await parent.call('set', key, value);
    await passing('C5');
  },
  async delete(key) {
    await parent.call('delete', key);
  },
  onDidChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const files = new SharedFiles(folder);
const texts: SharedTexts = {
  names: () => files.names(),
  read: (text) => files.read(text),
  remove: (text) => files.remove(text),
  async write(lineage, text) {
    const state = readGeneration(text)?.state;
    if (state === 'intent') await passing('C1');
    await files.write(lineage, text);
    if (state === 'idle') await passing('C8');
  },
};

// Far less than in earnest, far more than a busy machine makes a process wait.
const fileLocks = new FileLocks(folder, { heartbeatMs: 200, silenceMs: 10_000, lookMs: 20, longestLookMs: 1_000 });
const locks: Locks = {
  async acquire(lineage, waitMs, ended) {
    const lock = await fileLocks.acquire(lineage, waitMs, ended);
    if (lock !== null) await parent.call('locked');
    return lock;
  },
};

const sockets = new UndiciHttp({
  kind: 'off',
  url: null,
  bypass: [],
  authorization: null,
  strictTls: true,
  useSystemCertificates: false,
});
const http: Http = {
  async send(request, ended) {
    await passing('C2');
    return await sockets.send(request, ended);
  },
};

const vendor = renewingVendor(origin, name);
const log = new MemoryLog();
const vault = new Vault(secrets, clock, log);
const lineages = new Lineages({ shared: { locks, texts }, clock, log });
const stored = { vault, lineages, memory: new MapMemory(), clock, log };
const accounts = new Accounts({ ...stored, vendors: [account.vendor] });
const credentials = new CredentialStore({ ...stored, accounts, http, random: Math.random, vendor: () => vendor });

/** How the account stands here, and the failure if there was one. */
function report(code: string | null): Json {
  const record = accounts.find(account.id);
  if (record?.credential.kind !== 'oauth') return { code, state: credentials.state(account).kind };
  const { tokens } = record.credential;
  return {
    code,
    state: credentials.state(account).kind,
    access: tokens.access.reveal(),
    expiresAt: tokens.expiresAt,
    step: `${record.lineage} ${record.generation}`,
  };
}

async function reported(work: () => Promise<unknown>): Promise<Json> {
  try {
    await work();
    return report(null);
  } catch (error) {
    return report(failureOf(error).code);
  }
}

const parent: Peer = new Peer(process, {
  ask: () => reported(() => credentials.current(account, signal)),
  refuse: () =>
    reported(async () => {
      await credentials.refused(account, await credentials.current(account, signal), signal);
      await credentials.current(account, signal);
    }),
  signIn: (body) =>
    reported(async () => {
      const tokens = readTokens(isObject(body) ? body : {}, {
        clientId,
        now: clock.now(),
        kept: null,
        typeOptional: false,
      });
      await accounts.add(account, { kind: 'oauth', tokens });
    }),
  signOut: () => reported(() => accounts.remove(account)),
  mayTell: () => credentials.mayTell(account, signal),
  report: () => report(null),
  /** Resolves when this window knows just this step of the account; `null` for no account. */
  knows: (step) =>
    new Promise<Json>((resolve) => {
      const look = (): void => {
        const record = accounts.find(account.id);
        const known = record === null ? null : `${record.lineage} ${record.generation}`;
        if (known !== step) return;
        unsubscribe();
        resolve(true);
      };
      const unsubscribe = accounts.onDidChange(look);
      look();
    }),
  setClock: (ms) => {
    offsetMs = typeof ms === 'number' ? ms : 0;
    return null;
  },
  dieAt: (point) => {
    deathAt = String(point);
    return null;
  },
  changed: (key) => {
    for (const listener of [...listeners]) listener(String(key));
    return null;
  },
});

function mustBeWaiting(error: unknown): void {
  if (failureOf(error).code !== 'keyring-waiting') throw error;
}

process.once('disconnect', () => process.exit());
// A machine may be so busy that the secrets come later than Maestro waits for them: it reads them when they have come.
while (!accounts.loaded) await accounts.load().catch(mustBeWaiting);
await parent.call('ready');
flushCompileCache();
