/** The settings of VS Code that lead Maestro to a simulator. */
export type Settings = Readonly<Record<`maestro.${string}`, string | readonly number[]>>;

/** The settings as JSON to paste into `settings.json`. */
export function settingsText(settings: Settings): string {
  return JSON.stringify(settings, null, 2);
}
