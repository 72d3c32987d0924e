import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { arrayAt, numberAt, objectAt, parseJson } from '../../../src/core/json.ts';
import type { Profile } from '../../vscode/profile.ts';
import { lowerQuartile } from '../rounds.ts';

/** What activating Maestro takes in VS Code; lower quartiles over the windows. */
export interface Activation {
  readonly windows: number;
  /** Until its file is loaded: of the thread on the processor, and by the clock. */
  readonly loadingCpuMs: number;
  readonly loadingMs: number;
  /** From the call of `activate` until what that gives has resolved. */
  readonly activatingCpuMs: number;
  readonly activatingMs: number;
  /** Connections that were begun meanwhile, in all windows. */
  readonly sockets: number;
  /** The names of all files of Maestro that any of the windows had loaded then. */
  readonly files: readonly string[];
}

const probeId = 'maestro-tests.probe-for-bench';

/** The extension that watches. */
export const probeExtension = path.join(import.meta.dirname, 'probeExtension');

/** What it has seen in every window so far. */
export async function readActivations({ userData }: Profile): Promise<Activation> {
  const folder = path.join(userData, 'User', 'globalStorage', probeId);
  const texts = (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8'));
  const all = (await Promise.all(texts)).map((text) => parseJson(text));
  const quartile = (name: string, unit: string): number =>
    lowerQuartile(all.map((one) => numberAt(objectAt(one, name), unit) ?? Number.NaN));
  return {
    windows: all.length,
    loadingCpuMs: quartile('loading', 'cpuMs'),
    loadingMs: quartile('loading', 'ms'),
    activatingCpuMs: quartile('activating', 'cpuMs'),
    activatingMs: quartile('activating', 'ms'),
    sockets: all.reduce((sum: number, one) => sum + (numberAt(one, 'sockets') ?? Number.NaN), 0),
    files: [...new Set(all.flatMap((one) => arrayAt(one, 'files').map(String)))].toSorted(),
  };
}
