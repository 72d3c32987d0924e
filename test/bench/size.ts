import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { testPackage } from '../tasks/steps/pack.ts';
import { root } from '../tasks/steps/paths.ts';
import type { Sections } from './report.ts';
import type { Target } from './targets.ts';

/** The size of a file, in bytes. */
export interface FileSize {
  readonly name: string;
  readonly bytes: number;
}

/** Most that a file may have, in kB: what VS Code reads to activate Maestro, the page's script, and everything together. */
const mostKb: Readonly<Record<string, number>> = { 'extension.cjs': 250, 'webview.js': 250, 'maestro.vsix': 1_500 };

/** Files below this size are told together. */
const smallBytes = 10_000;

/** The package as it was packed last, and the scripts in it. */
export async function measureSize(): Promise<readonly FileSize[]> {
  const dist = path.join(root, 'dist');
  const scripts = (await readdir(dist)).filter((name) => /\.c?js$/.test(name)).map((name) => path.join(dist, name));
  const sized = [testPackage, ...scripts].map(async (file) => ({
    name: path.basename(file),
    bytes: (await stat(file)).size,
  }));
  return (await Promise.all(sized)).toSorted((a, b) => b.bytes - a.bytes);
}

export function sizeSections(files: readonly FileSize[]): Sections {
  const small = files.filter(({ bytes }) => bytes < smallBytes);
  const together = small.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = [
    ...files.filter(({ bytes }) => bytes >= smallBytes),
    { name: `${small.length} more together`, bytes: together },
  ];
  return [['# Size', ...rows.map(({ name, bytes }) => `- ${name}: ${(bytes / 1e3).toFixed(0)} kB.`)]];
}

export function sizeTargets(files: readonly FileSize[]): readonly Target[] {
  return files.flatMap(({ name, bytes }) => {
    const atMost = mostKb[name];
    return atMost === undefined
      ? []
      : [{ what: `size of ${name}`, measured: bytes / 1e3, atMost, unit: 'kB' } as const];
  });
}
