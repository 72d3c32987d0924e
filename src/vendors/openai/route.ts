import { below } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import type { Account, Credential } from '../../core/model.ts';
import type { Headers } from '../../core/ports.ts';
import { chatgptSignIn } from './chatgpt/constants.ts';
import { chatgptHeaders, platformHeaders, sharingHeaders } from './headers.ts';
import type { OpenAiSettings } from './settings.ts';
import { sharing } from './sharing/constants.ts';

/** Where an account's requests go, and as whose. */
export interface Route {
  readonly kind: 'chatgpt' | 'sharing' | 'platform';
  readonly responses: URL;
  readonly models: URL;
  readonly headers: Headers;
}

/**
 * The way of an account: a shared plan and an API key go to the platform, the first with rules of its own; a ChatGPT session
 * goes to the ChatGPT backend. Throws `credential-rejected` for a credential that OpenAI does not have.
 */
export function routeOf(settings: OpenAiSettings, account: Account, credential: Credential): Route {
  const { api, chatgpt, version } = settings;
  const platform = { responses: below(api, 'responses'), models: below(api, 'models') };
  switch (credential.kind) {
    case 'oauth': {
      const { tokens } = credential;
      if (account.method === sharing.methodId) {
        return { kind: 'sharing', ...platform, headers: sharingHeaders(version, tokens.access) };
      }
      if (account.workspace === null) throw new MaestroError({ code: 'credential-rejected' });
      return {
        kind: 'chatgpt',
        responses: below(chatgpt, 'codex/responses'),
        models: below(chatgpt, `codex/models?client_version=${chatgptSignIn.catalogueVersion}`),
        headers: chatgptHeaders(version, tokens, account.workspace),
      };
    }
    case 'exchanged-key':
    case 'api-key':
      return { kind: 'platform', ...platform, headers: platformHeaders(version, credential) };
    case 'bearer':
    case 'none':
      throw new MaestroError({ code: 'credential-rejected' });
    default:
      return credential satisfies never;
  }
}
