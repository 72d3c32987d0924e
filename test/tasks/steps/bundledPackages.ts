import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { numberAt, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { root } from './paths.ts';
import { TaskError } from './task.ts';

/** A package of which something is in the product. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Its licence as SPDX names it. */
  readonly license: string;
  /** What the lock file has of its archive (Subresource Integrity), for example `sha512-…`. */
  readonly integrity: string;
  readonly licenseText: string;
}

/** Licences that ask for nothing but their text beside the product, which the notices are. */
const acceptable = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'CC-BY-4.0']);

/** A package's folder in a file's path: that of the innermost package, from the outermost `node_modules` on. */
const packagePattern = /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;

/**
 * The packages that esbuild put something of into the product, by name, as its metafile tells. Throws if one is no production
 * dependency of the lock file, or has no licence that the notices satisfy.
 */
export async function bundledPackages(metafile: string): Promise<readonly BundledPackage[]> {
  const lock = objectAt(parseJson(await readFile(path.join(root, 'package-lock.json'), 'utf8')), 'packages');
  const folders = bundledFolders(await readFile(metafile, 'utf8'));
  const packages = await Promise.all(folders.map((folder) => readPackage(folder, objectAt(lock, folder))));
  return packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folders of packages, as the lock file names them, from which at least one byte was used. */
export function bundledFolders(metafile: string): readonly string[] {
  const outputs = Object.values(objectAt(parseJson(metafile), 'outputs'));
  const inputs = outputs.flatMap((output) => Object.entries(objectAt(output, 'inputs')));
  const used = inputs.filter(([, input]) => (numberAt(input, 'bytesInOutput') ?? 0) > 0);
  const folders = used.flatMap(([file]) => packagePattern.exec(file)?.[1] ?? []);
  return [...new Set(folders)].toSorted();
}

async function readPackage(folder: string, entry: ReturnType<typeof objectAt>): Promise<BundledPackage> {
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const [version, license, integrity] = ['version', 'license', 'integrity'].map((key) => stringAt(entry, key) ?? '');
  if (version === undefined || license === undefined || integrity === undefined || version === '') {
    throw new TaskError(`${name} is bundled, and the lock file does not have it.`);
  }
  if ('dev' in entry || 'optional' in entry)
    throw new TaskError(`${name} is bundled, but is no production dependency.`);
  if (!acceptable.has(license)) throw new TaskError(`${name} is bundled, and its licence is "${license}".`);
  return { name, version, license, integrity, licenseText: await licenseText(folder) };
}

async function licenseText(folder: string): Promise<string> {
  const names = await readdir(path.join(root, folder));
  const files = names.filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).toSorted();
  if (files.length === 0) throw new TaskError(`${folder} is bundled, and has no text of its licence.`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, folder, file), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}
