import type { Memory } from '../core/ports.ts';
import { readHomeFile } from '../node/homeFile.ts';
import type { Surroundings } from '../vendors/surroundings.ts';
import { value } from './settings.ts';

/** What vendors are given of VS Code and this machine. */
export function surroundings(version: string, memory: Memory): Surroundings {
  return {
    version,
    setting: value,
    environment: (name) => process.env[name] || null,
    readFile: readHomeFile,
    memory,
  };
}
