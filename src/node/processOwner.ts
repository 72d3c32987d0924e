import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Who holds a lock or writes a file: `<place>-<process id>-<start>-<nonce>`, good in a file name. The place is the machine
 * and, where there are such, the namespace that the process id counts in; the start tells a process from a later one of the
 * same id. The nonce makes every owner another one.
 */
export type Owner = string;

const pattern = /^([0-9a-f]{12})-(\d+)-(\d+)-([0-9a-f]{16})$/;
const place = createHash('sha256').update(`${hostname()} ${namespace()}`).digest('hex').slice(0, 12);
const ownStart = startOf(process.pid);

export function newOwner(): Owner {
  return [place, process.pid, ownStart, randomBytes(8).toString('hex')].join('-');
}

/** The part of an owner that no other has; `unreadable` for what is no owner. */
export function nonceOf(owner: Owner): string {
  return pattern.exec(owner)?.[4] ?? 'unreadable';
}

/** Whether the owner's process has certainly ended: it is one of this place and is not there any more. */
export function hasEnded(owner: Owner): boolean {
  const [, where, pid, start] = pattern.exec(owner) ?? [];
  if (where !== place || pid === undefined) return false;
  return !isAlive(Number(pid)) || (start !== '0' && startOf(Number(pid)) !== start);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** When the process began, in ticks since the machine did (proc(5), field 22 of `stat`); `0` where that cannot be read. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
