import { readBaseUrl } from '../../core/baseUrl.ts';
import { textSetting } from '../../core/textSetting.ts';
import type { Surroundings } from '../surroundings.ts';
import { presetOf } from './presets.ts';

export const openRouterSetting = 'maestro.openaiCompatible.openRouterBaseUrl';

/** What this part of Maestro can be told from outside; the servers' addresses belong to the accounts. */
export interface CompatibleSettings {
  readonly openRouter: URL;
  /** Members of a request's body that no server is sent. */
  readonly leaveOut: readonly string[];
  /** Whether answers are streamed while tools are offered. */
  readonly streamWithTools: boolean;
  /** Maestro's own version, for `User-Agent`. */
  readonly version: string;
}

/** The settings as they are now; an empty address is OpenRouter's own. Throws `bad-setting`. */
export function readCompatibleSettings({
  setting,
  version,
}: Pick<Surroundings, 'setting' | 'version'>): CompatibleSettings {
  const leaveOut = setting('maestro.openaiCompatible.leaveOut');
  const names: readonly unknown[] = Array.isArray(leaveOut) ? leaveOut : [];
  return {
    openRouter: readBaseUrl(
      openRouterSetting,
      textSetting(setting, openRouterSetting) || presetOf('openrouter').baseUrl,
    ),
    leaveOut: names.filter((name) => typeof name === 'string'),
    streamWithTools: setting('maestro.openaiCompatible.streamWithTools') !== false,
    version,
  };
}
