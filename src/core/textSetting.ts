import { MaestroError } from './failure.ts';

/** A setting that must be a text, trimmed. Throws `bad-setting` for anything else; missing counts as empty. */
export function textSetting(setting: (name: string) => unknown, name: string): string {
  const value = setting(name);
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string')
    throw new MaestroError({ code: 'bad-setting', setting: name, detail: 'it must be a text' });
  return value.trim();
}
