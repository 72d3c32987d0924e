import { readBaseUrl } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { textSetting } from '../../core/textSetting.ts';
import type { Surroundings } from '../surroundings.ts';

export const apiSetting = 'maestro.anthropic.apiBaseUrl';

/** What Anthropic's part of Maestro can be told from outside, but for its OAuth. */
export interface AnthropicSettings {
  readonly api: URL;
  /** Names for the `anthropic-beta` header. */
  readonly betas: readonly string[];
  /** The system block that some OAuth registrations demand before all others; empty for none. */
  readonly systemPrompt: string;
  /** Maestro's own version, for `user-agent` and `x-client-version`. */
  readonly version: string;
}

/** The settings as they are now. Throws `bad-setting` that names the one that is wrong. */
export function readAnthropicSettings({
  setting,
  version,
}: Pick<Surroundings, 'setting' | 'version'>): AnthropicSettings {
  return {
    api: readBaseUrl(apiSetting, textSetting(setting, apiSetting)),
    betas: readNames('maestro.anthropic.betas', setting('maestro.anthropic.betas')),
    systemPrompt: textSetting(setting, 'maestro.anthropic.oauth.systemPrompt'),
    version,
  };
}

/** A list of names without spaces or commas, as headers and scopes are made of; missing counts as empty. Throws `bad-setting`. */
export function readNames(name: string, value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  const names = list.filter((item): item is string => typeof item === 'string' && /^[!-+\--~]+$/.test(item));
  if (Array.isArray(value ?? []) && names.length === list.length) return names;
  throw new MaestroError({ code: 'bad-setting', setting: name, detail: 'it must list names without spaces or commas' });
}
