import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { root } from '../tasks/steps/paths.ts';
import { protocols } from './protocols.ts';

const underTheParser = ['undici', 'eventsource-parser'];

/** The pinned versions of everybody who is measured beside Maestro, for example `undici 8.0.0, openai 7.0.0`. */
export async function peerVersions(): Promise<string> {
  const manifest = parseJson(await readFile(path.join(root, 'package.json'), 'utf8'));
  const pinned = { ...objectAt(manifest, 'dependencies'), ...objectAt(manifest, 'devDependencies') };
  const names = protocols.flatMap(({ peers }) => peers.map(({ name }) => name));
  return [...new Set([...underTheParser, ...names])]
    .filter((name) => Object.hasOwn(pinned, name))
    .map((name) => `${name} ${stringAt(pinned, name)}`)
    .join(', ');
}
