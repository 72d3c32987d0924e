import type { Authorization, ValidRedirect } from '../../../core/auth/authorize.ts';
import type { BrowserMethod, SignedIn } from '../../../core/auth/method.ts';
import { codeGrant } from '../../../core/auth/token.ts';
import { below, issuerOf } from '../../../core/baseUrl.ts';
import type { Call } from '../../../core/vendor.ts';
import { chatgptOrigins, type OpenAiSettings } from '../settings.ts';
import { redeemCode } from '../tokenEndpoint.ts';
import { readOpenAiTokens } from '../tokens.ts';
import { chatgptSignIn } from './constants.ts';
import { signedInWith } from './session.ts';

/**
 * ChatGPT sign-in in dual mode: the same for all plans until the ID token says which way the account takes. `hint` is the
 * e-mail address of the account that is wanted, where it is known.
 */
export function chatgptMethod(settings: OpenAiSettings, hint: string | null): BrowserMethod {
  return {
    kind: 'browser',
    id: 'chatgpt',
    label: 'ChatGPT account',
    detail: 'Sign in with your ChatGPT plan or your company’s ChatGPT workspace',
    origins: chatgptOrigins(settings),
    redirect: { kind: 'loopback', host: 'localhost', ports: settings.callbackPorts, path: chatgptSignIn.callbackPath },
    asksWho: true,
    scopes: chatgptSignIn.scopes,
    issuer: issuerOf(settings.auth),
    authorizeUrl: async (authorization) => authorizeUrl(settings, authorization, hint),
    denied(error, description) {
      const detail = description === '' ? error : description;
      return detail.includes('missing_codex_entitlement')
        ? { code: 'not-entitled', detail: 'Codex is not enabled for this workspace; its administrator can enable it.' }
        : { code: 'sign-in-denied', detail };
    },
    redeem: (redirect, call) => redeem(settings, redirect, call),
  };
}

/** The parameters in the order in which OpenAI's own sign-in sends them; a space is `%20`, not `+`. */
function authorizeUrl(settings: OpenAiSettings, authorization: Authorization, hint: string | null): URL {
  const { workspaces } = settings;
  const parameters: readonly (readonly [string, string])[] = [
    ['response_type', 'code'],
    ['client_id', chatgptSignIn.clientId],
    ['redirect_uri', authorization.redirectUri],
    ['scope', chatgptSignIn.scopes.join(' ')],
    ['code_challenge', authorization.challenge],
    ['code_challenge_method', 'S256'],
    ['id_token_add_organizations', 'true'],
    ['codex_cli_simplified_flow', 'true'],
    ['state', authorization.state],
    ['originator', chatgptSignIn.originator],
    ...(workspaces.length === 0 ? [] : [['allowed_workspace_id', workspaces.join(',')] as const]),
    ...(hint === null ? [] : [['login_hint', hint] as const]),
    // OpenID Connect Core 3.1.2.1.
    ...(authorization.asksWho ? [['prompt', 'login'] as const] : []),
  ];
  const url = below(settings.auth, 'oauth/authorize');
  url.search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return url;
}

async function redeem(settings: OpenAiSettings, redirect: ValidRedirect, call: Call): Promise<SignedIn> {
  const { clientId, scopes } = chatgptSignIn;
  const body = await redeemCode(codeGrant(below(settings.auth, 'oauth/token'), clientId, redirect), call);
  const tokens = readOpenAiTokens(body, { clientId, now: call.clock.now(), kept: null, scopes });
  return signedInWith(settings, tokens, call);
}
