import { readBaseUrl } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { isNonEmpty, type NonEmpty } from '../../core/model.ts';

/** What OpenAI's part of Maestro can be told from outside. */
export interface OpenAiSettings {
  readonly auth: URL;
  readonly chatgpt: URL;
  readonly api: URL;
  readonly callbackPorts: NonEmpty<number>;
  /** Maestro's own version, for `User-Agent` and `version`. */
  readonly version: string;
}

/** The same as the settings have it. */
export interface RawOpenAiSettings {
  readonly authBaseUrl: string;
  readonly chatgptBaseUrl: string;
  readonly apiBaseUrl: string;
  readonly callbackPorts: readonly unknown[];
  readonly version: string;
}

/** Checks the settings; throws `bad-setting` that names the one that is wrong. */
export function readOpenAiSettings(raw: RawOpenAiSettings): OpenAiSettings {
  const ports = raw.callbackPorts.filter(
    (port): port is number => Number.isInteger(port) && Number(port) >= 0 && Number(port) < 65_536,
  );
  if (!isNonEmpty(ports) || ports.length !== raw.callbackPorts.length) {
    throw new MaestroError({
      code: 'bad-setting',
      setting: 'maestro.openai.callbackPorts',
      detail: 'it must list port numbers',
    });
  }
  return {
    auth: readBaseUrl('maestro.openai.authBaseUrl', raw.authBaseUrl),
    chatgpt: readBaseUrl('maestro.openai.chatgptBaseUrl', raw.chatgptBaseUrl),
    api: readBaseUrl('maestro.openai.apiBaseUrl', raw.apiBaseUrl),
    callbackPorts: ports,
    version: raw.version,
  };
}
