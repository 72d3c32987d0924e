import { link, mkdir, readdir, readFile, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Lock, Locks } from '../core/ports.ts';
import { isCode, replaceFile, retried } from './busyFiles.ts';
import { hasEnded, newOwner, nonceOf, type Owner } from './processOwner.ts';

/** Times in ms. A holder gives a sign of life every `heartbeatMs` and loses its lock after `silenceMs` without one. */
export interface LockTimes {
  readonly heartbeatMs: number;
  readonly silenceMs: number;
  readonly lookMs: number;
  /** Most that counts between two looks: a process that sleeps there has not watched all the while. */
  readonly longestLookMs: number;
}

const usual: LockTimes = { heartbeatMs: 15_000, silenceMs: 60_000, lookMs: 50, longestLookMs: 1_000 };

interface Watched {
  readonly sign: string;
  readonly silentMs: number;
  readonly lookedAt: number;
}

/**
 * Locks as files of one folder, which hold over processes and windows. The file names its holder. It appears with its content
 * at once, because it is a second name of a finished file. One whose holder's process has ended, or whose holder gives no
 * sign of life, is taken over: of those who want to, one gets the claim for just that holder, and replaces the file in one
 * step, so that there is no moment without a lock.
 */
export class FileLocks implements Locks {
  readonly #folder: string;
  readonly #times: LockTimes;
  readonly #watched = new Map<string, Watched>();

  constructor(folder: string, times: LockTimes = usual) {
    this.#folder = folder;
    this.#times = times;
  }

  async acquire(name: string, waitMs: number, signal: AbortSignal): Promise<Lock | null> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.#folder, `${name}.lock`);
    const deadline = performance.now() + waitMs;
    for (;;) {
      signal.throwIfAborted();
      const owner = await this.#take(file);
      if (owner !== null) return new FileLock(file, owner, this.#times.heartbeatMs);
      if (performance.now() >= deadline) return null;
      // Those who wait do not look in step.
      await wait(this.#times.lookMs * (0.5 + Math.random()), undefined, { signal });
    }
  }

  /** Removes what processes have left behind that ended in the midst of something: locks, claims and temporary files. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.#folder, name);
      if (hasEnded(/\.([^.]+)\.tmp$/.exec(name)?.[1] ?? '')) await rm(file, { force: true });
      if (!/\.lock(\.|$)/.test(name) || name.endsWith('.tmp') || !hasEnded((await readOwner(file)) ?? '')) continue;
      const owner = await this.#take(file);
      if (owner !== null) await give(file, owner);
    }
  }

  /** The lock's new owner, or `null` while another has it. */
  async #take(file: string): Promise<Owner | null> {
    const holder = await readOwner(file);
    if (holder !== null && !(await this.#isGone(file, holder))) return null;
    const owner = newOwner();
    const temporary = `${file}.${owner}.tmp`;
    try {
      await writeFile(temporary, owner, { flag: 'wx', mode: 0o600 });
      if (holder === null) return (await appeared(temporary, file, owner)) ? owner : null;
      const claim = `${file}.${nonceOf(holder)}`;
      const claimer = await this.#take(claim);
      if (claimer === null) return null;
      try {
        if ((await readOwner(file)) !== holder) return null;
        await replaceFile(temporary, file);
        return owner;
      } finally {
        await give(claim, claimer);
      }
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /**
   * Whether the holder will not give the lock back. The time without a sign is what this process has watched, not what the
   * clocks say: a computer's clock jumps, and after its sleep every lock looks old.
   */
  async #isGone(file: string, holder: Owner): Promise<boolean> {
    if (hasEnded(holder)) return true;
    const sign = `${holder} ${await signOfLife(file)}`;
    const before = this.#watched.get(file);
    const now = performance.now();
    const { silenceMs, longestLookMs } = this.#times;
    const silentMs = before?.sign === sign ? before.silentMs + Math.min(longestLookMs, now - before.lookedAt) : 0;
    this.#watched.set(file, { sign, silentMs, lookedAt: now });
    return silentMs > silenceMs;
  }
}

class FileLock implements Lock {
  readonly #file: string;
  readonly #owner: Owner;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(file: string, owner: Owner, heartbeatMs: number) {
    this.#file = file;
    this.#owner = owner;
    this.#heartbeat = setInterval(() => void this.#beat().catch(() => undefined), heartbeatMs).unref();
  }

  async owned(): Promise<boolean> {
    return (await readOwner(this.#file)) === this.#owner;
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    await give(this.#file, this.#owner);
  }

  async #beat(): Promise<void> {
    const now = new Date();
    if (await this.owned()) await utimes(this.#file, now, now);
  }
}

/** Who is named in the file; `null` if there is none. */
async function readOwner(file: string): Promise<Owner | null> {
  try {
    return await retried(() => readFile(file, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Gives the finished file its second name; where a file system has no such thing, it is written under that name. */
async function appeared(temporary: string, file: string, owner: Owner): Promise<boolean> {
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL')) throw error;
  }
  try {
    await writeFile(file, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function give(file: string, owner: Owner): Promise<void> {
  if ((await readOwner(file)) !== owner) return;
  await retried(() => unlink(file)).catch((error) => {
    if (!isCode(error, 'ENOENT')) throw error;
  });
}

async function signOfLife(file: string): Promise<number> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
