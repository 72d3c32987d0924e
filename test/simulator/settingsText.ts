import type { Json } from '../../src/core/json.ts';

/** The settings of VS Code that lead Maestro to a simulator. */
export type Settings = Readonly<Record<`maestro.${string}`, Json>>;

/** The settings as JSON to paste into `settings.json`. */
export function settingsText(settings: Settings): string {
  return JSON.stringify(settings, null, 2);
}
