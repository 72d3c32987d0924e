import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

const maxBytes = 1_000_000;

/** The text of a small file; `~` at the beginning is the person's home folder. `null` if it cannot be read or is larger than 1 MB. */
export async function readHomeFile(name: string): Promise<string | null> {
  const full = name.startsWith('~/') ? path.join(homedir(), name.slice(2)) : name;
  if (!path.isAbsolute(full)) return null;
  try {
    await using file = await open(full, 'r');
    const { size } = await file.stat();
    return size > maxBytes ? null : await file.readFile('utf8');
  } catch {
    return null;
  }
}
