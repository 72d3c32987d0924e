import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Shorter ones, such as a state of a few letters, would be found by chance. */
const minSecretLength = 12;

/**
 * Searches for secrets where none may be. A place is a file, a folder with everything below it, or, if there is no such
 * path, the text itself. Each secret is searched as it is, URL-encoded, and inside base64 and base64url text at any offset.
 * Returns one sentence for each place where one was found, which does not tell the secret.
 */
export async function grepForSecrets(secrets: readonly string[], places: readonly string[]): Promise<string[]> {
  const forms = secrets.filter((one) => one.length >= minSecretLength).flatMap(formsOf);
  const found: string[] = [];
  for (const { name, text } of (await Promise.all(places.map(readPlace))).flat()) {
    for (const form of forms) if (text.includes(form.text)) found.push(`${name} holds ${form.name}`);
  }
  return found;
}

interface Named {
  readonly name: string;
  readonly text: string;
}

async function readPlace(place: string): Promise<readonly Named[]> {
  const kind = path.isAbsolute(place) ? await kindOf(place) : 'none';
  switch (kind) {
    case 'none':
      return [{ name: 'Text', text: place }];
    case 'file':
      return [{ name: place, text: await readFile(place, 'latin1') }];
    case 'folder': {
      const entries = await readdir(place, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
      return (await Promise.all(files.map(readPlace))).flat();
    }
    default:
      return kind satisfies never;
  }
}

async function kindOf(place: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'none';
  }
}

function formsOf(secret: string): readonly Named[] {
  const start = `${secret.slice(0, 3)}… (${secret.length} characters)`;
  const inBase64 = [0, 1, 2].map((offset) => base64Inside(secret, offset));
  return [
    { name: start, text: secret },
    { name: `${start}, URL-encoded`, text: encodeURIComponent(secret) },
    ...inBase64.map((text) => ({ name: `${start}, in base64`, text })),
    ...inBase64.map((text) => ({
      name: `${start}, in base64url`,
      text: text.replaceAll('+', '-').replaceAll('/', '_'),
    })),
  ];
}

/** The digits of base64 that depend on the secret alone when it begins `offset` bytes after a group of three. */
function base64Inside(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return whole.toString('base64').slice(offset === 0 ? 0 : 4);
}
