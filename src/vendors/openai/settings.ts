import { readBaseUrl } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { isNonEmpty, type NonEmpty } from '../../core/model.ts';
import { textSetting } from '../../core/textSetting.ts';
import type { Surroundings } from '../surroundings.ts';

/** The setting that says whether models are asked for a summary of their reasoning. */
export const summariesSetting = 'maestro.openai.reasoningSummaries';

export const apiSetting = 'maestro.openai.apiBaseUrl';

/** What OpenAI's part of Maestro can be told from outside. */
export interface OpenAiSettings {
  readonly auth: URL;
  readonly chatgpt: URL;
  readonly api: URL;
  readonly callbackPorts: NonEmpty<number>;
  /** Ids of the ChatGPT workspaces that may be signed in to; empty for any. */
  readonly workspaces: readonly string[];
  /** Whether models are asked for a summary of their reasoning: the platform has them for verified organizations only. */
  readonly reasoningSummaries: boolean;
  /** Maestro's own version, for `User-Agent` and `version`. */
  readonly version: string;
}

/** The settings as they are now. Throws `bad-setting` that names the one that is wrong. */
export function readOpenAiSettings({ setting, version }: Pick<Surroundings, 'setting' | 'version'>): OpenAiSettings {
  const baseUrl = (name: string): URL => readBaseUrl(name, textSetting(setting, name));
  return {
    auth: baseUrl('maestro.openai.authBaseUrl'),
    chatgpt: baseUrl('maestro.openai.chatgptBaseUrl'),
    api: baseUrl(apiSetting),
    callbackPorts: readPorts('maestro.openai.callbackPorts', setting('maestro.openai.callbackPorts')),
    workspaces: readWorkspaces('maestro.openai.workspace', textSetting(setting, 'maestro.openai.workspace')),
    reasoningSummaries: setting(summariesSetting) !== false,
    version,
  };
}

/** Every origin that an account with a ChatGPT session talks to. */
export function chatgptOrigins({ auth, chatgpt, api }: OpenAiSettings): NonEmpty<string> {
  return [auth.origin, chatgpt.origin, api.origin];
}

function readPorts(name: string, value: unknown): NonEmpty<number> {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const ports = list.filter(
    (port): port is number => Number.isInteger(port) && Number(port) >= 0 && Number(port) < 65_536,
  );
  if (isNonEmpty(ports) && ports.length === list.length) return ports;
  throw new MaestroError({ code: 'bad-setting', setting: name, detail: 'it must list port numbers' });
}

function readWorkspaces(name: string, text: string): readonly string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.every((id) => /^[\w-]{1,100}$/.test(id))) return ids;
  throw new MaestroError({
    code: 'bad-setting',
    setting: name,
    detail: 'it must be workspace ids with commas between them',
  });
}
