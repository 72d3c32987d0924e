import { readBaseUrl } from '../../core/baseUrl.ts';
import { textSetting } from '../../core/textSetting.ts';
import type { Surroundings } from '../surroundings.ts';
import { geminiApi } from './constants.ts';

export const apiSetting = 'maestro.gemini.baseUrl';

/** What Gemini's part of Maestro can be told from outside. */
export interface GeminiSettings {
  /** With the version in its path. */
  readonly api: URL;
  /** Maestro's own version, for `User-Agent`. */
  readonly version: string;
}

/** The settings as they are now; an empty address is Google's own. Throws `bad-setting`. */
export function readGeminiSettings({ setting, version }: Pick<Surroundings, 'setting' | 'version'>): GeminiSettings {
  return { api: readBaseUrl(apiSetting, textSetting(setting, apiSetting) || geminiApi.baseUrl), version };
}
