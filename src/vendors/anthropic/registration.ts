import type { RedirectTarget } from '../../core/auth/method.ts';
import { below, readBaseUrl } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { textSetting } from '../../core/textSetting.ts';
import type { Surroundings } from '../surroundings.ts';
import { readAnthropicSettings, readNames } from './settings.ts';

const clientIdSetting = 'maestro.anthropic.oauth.clientId';
const clientIdVariable = 'ANTHROPIC_CLIENT_ID';

/** An OAuth client that somebody registered, and where it is known. */
export interface Registration {
  readonly clientId: string;
  readonly authorizeUrl: URL;
  readonly tokenUrl: URL;
  /** The page of the service that shows the code, or VS Code's own address. */
  readonly redirect: Exclude<RedirectTarget, { kind: 'loopback' }>;
  readonly scopes: readonly string[];
}

/**
 * The registration as the settings and the environment have it now. Maestro has none of its own: Anthropic gives none for its
 * plans to other products. Throws `bad-setting` that names what is missing or wrong, the client id first.
 */
export function readRegistration(surroundings: Surroundings): Registration {
  const { setting, environment } = surroundings;
  const clientId = textSetting(setting, clientIdSetting) || (environment(clientIdVariable) ?? '').trim();
  if (clientId === '') {
    const detail =
      'it is empty, as is ANTHROPIC_CLIENT_ID; it takes an OAuth client registered by your organization. Without one, sign in with an API key';
    throw new MaestroError({ code: 'bad-setting', setting: clientIdSetting, detail });
  }
  return {
    clientId,
    authorizeUrl: address(setting, 'maestro.anthropic.oauth.authorizeUrl'),
    tokenUrl: readTokenUrl(surroundings),
    redirect: readRedirect(setting),
    scopes: readNames('maestro.anthropic.oauth.scopes', setting('maestro.anthropic.oauth.scopes')),
  };
}

/** Where tokens are given and renewed: that of the API itself unless the registration names another. Throws `bad-setting`. */
export function readTokenUrl(surroundings: Pick<Surroundings, 'setting' | 'version'>): URL {
  const name = 'maestro.anthropic.oauth.tokenUrl';
  const text = textSetting(surroundings.setting, name);
  return text === '' ? below(readAnthropicSettings(surroundings).api, 'v1/oauth/token') : readBaseUrl(name, text);
}

/**
 * As it was written: the service compares it with what was registered, character by character (RFC 6749 section 3.1.2.3).
 * VS Code's own address has VS Code's scheme or, behind VS Code in a browser, a `*` where its ending changes.
 */
function readRedirect(setting: Surroundings['setting']): Registration['redirect'] {
  const name = 'maestro.anthropic.oauth.redirectUri';
  const text = textSetting(setting, name);
  if (/^(?!https?:)[a-z][a-z\d+.-]*:\/\/|^https?:\/\/[^*]+\*$/i.test(text)) {
    return { kind: 'own-address', registered: text, setting: name };
  }
  address(setting, name);
  return { kind: 'page', redirectUri: text };
}

function address(setting: Surroundings['setting'], name: string): URL {
  const text = textSetting(setting, name);
  if (text !== '') return readBaseUrl(name, text);
  throw new MaestroError({
    code: 'bad-setting',
    setting: name,
    detail: 'it is empty; the registration says what it is',
  });
}
