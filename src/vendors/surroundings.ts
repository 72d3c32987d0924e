import type { Memory } from '../core/ports.ts';

/** What vendors are given of the world around them. Settings are read at each use, so that they follow the moment. */
export interface Surroundings {
  /** Maestro's own version. */
  readonly version: string;
  /** A setting by its full name, as VS Code has it: of any type. */
  setting(name: string): unknown;
  /** A variable of the environment; `null` if it is not set or empty. */
  environment(name: string): string | null;
  /** The text of a file on this machine; `null` if it cannot be read. `~` at the beginning is the person's home folder. */
  readFile(path: string): Promise<string | null>;
  readonly memory: Memory;
}
