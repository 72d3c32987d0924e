import type { Memory } from '../src/core/ports.ts';
import type { Surroundings } from '../src/vendors/surroundings.ts';
import { MapMemory } from './memoryStorage.ts';

export interface SurroundingsOptions {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly memory?: Memory;
}

/** What vendors are made from, with these settings, variables and files and no others; callback ports are any free ones. */
export function testSurroundings(options: SurroundingsOptions): Surroundings {
  const { settings, environment = {}, files = {}, memory = new MapMemory() } = options;
  const all: Readonly<Record<string, unknown>> = { 'maestro.openai.callbackPorts': [0], ...settings };
  return {
    version: '9.9.9',
    setting: (name) => all[name],
    environment: (name) => environment[name] ?? null,
    readFile: async (path) => files[path] ?? null,
    memory,
  };
}
