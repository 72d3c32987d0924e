import type { Authorization, ValidRedirect } from '../../core/auth/authorize.ts';
import { base64url } from '../../core/auth/base64url.ts';
import { checkIdToken } from '../../core/auth/idToken.ts';
import { codeGrant, readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { below, issuerOf } from '../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import {
  type Account,
  accountId,
  type Credential,
  type NonEmpty,
  type OAuthTokens,
  vendorId,
} from '../../core/model.ts';
import type { Call, SignedIn, SignInMethod } from '../../core/vendor.ts';
import { chatgptSignIn } from './constants.ts';
import { exchangeForKey } from './exchange.ts';
import { type Identity, readIdentity } from './identity.ts';
import { accountKind } from './plan.ts';
import type { OpenAiSettings } from './settings.ts';
import { readOpenAiTokens } from './tokens.ts';

/** ChatGPT sign-in in dual mode: the same for all plans until the ID token says which way the account takes. */
export function chatgptMethod(settings: OpenAiSettings, origins: NonEmpty<string>): SignInMethod {
  return {
    kind: 'browser',
    id: 'chatgpt',
    label: 'ChatGPT account',
    detail: 'Sign in with your ChatGPT plan or your company’s ChatGPT workspace',
    redirect: { host: 'localhost', ports: settings.callbackPorts, path: chatgptSignIn.callbackPath },
    issuer: issuerOf(settings.auth),
    authorizeUrl: (authorization) => authorizeUrl(settings, authorization),
    denied(error, description) {
      const detail = description === '' ? error : description;
      return detail.includes('missing_codex_entitlement')
        ? { code: 'not-entitled', detail: 'Codex is not enabled for this workspace; its administrator can enable it.' }
        : { code: 'sign-in-denied', detail };
    },
    redeem: (redirect, call) => redeem(settings, origins, redirect, call),
  };
}

/** The parameters in the order in which OpenAI's own sign-in sends them; a space is `%20`, not `+`. */
function authorizeUrl(settings: OpenAiSettings, authorization: Authorization): URL {
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
  ];
  const url = below(settings.auth, 'oauth/authorize');
  url.search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return url;
}

async function redeem(
  settings: OpenAiSettings,
  origins: NonEmpty<string>,
  redirect: ValidRedirect,
  call: Call,
): Promise<SignedIn> {
  const request = codeGrant(below(settings.auth, 'oauth/token'), chatgptSignIn.clientId, redirect);
  const response = await call.http.send(request, call.signal);
  const body = await readJsonAnswer(request, response);
  if (response.status !== 200) {
    throw new MaestroError({ code: 'bad-token-answer', detail: readOAuthError(body).detail });
  }
  const tokens = withScopes(readOpenAiTokens(body, call.clock.now(), null));
  if (tokens.id === null) throw new MaestroError({ code: 'bad-token-answer', detail: 'id_token is missing' });
  const issuer = issuerOf(settings.auth);
  const keys = await signingKeys(settings, call);
  const rules = { issuer, clientId: chatgptSignIn.clientId, now: call.clock.now() };
  const identity = readIdentity(await checkIdToken(tokens.id, keys, rules));
  const account = await accountFor(identity, issuer, origins);
  if (accountKind(identity.plan, identity.email) === 'personal') {
    return { account, credential: { kind: 'oauth', tokens }, notice: null };
  }
  return { account, ...(await enterpriseCredential(settings, tokens, identity, call)) };
}

/** An answer without `scope` grants what was asked for (RFC 6749 section 5.1). */
function withScopes(tokens: OAuthTokens): OAuthTokens {
  return tokens.scopes.length > 0 ? tokens : { ...tokens, scopes: chatgptSignIn.scopes };
}

/** OpenAI's signing keys (its `/.well-known/jwks.json`). */
async function signingKeys(settings: OpenAiSettings, call: Call): Promise<JsonObject> {
  const url = below(settings.auth, '.well-known/jwks.json');
  const request = { method: 'GET', url, headers: [['Accept', 'application/json']], body: null } as const;
  const response = await call.http.send(request, call.signal);
  const keys = await readJsonAnswer(request, response);
  if (response.status !== 200) throw new MaestroError({ code: 'server', status: response.status });
  return keys;
}

/** An API key where OpenAI gives one; else the ChatGPT backend, and the user is told. */
async function enterpriseCredential(
  settings: OpenAiSettings,
  tokens: OAuthTokens,
  identity: Identity,
  call: Call,
): Promise<{ credential: Credential; notice: SignedIn['notice'] }> {
  if (tokens.id === null) return { credential: { kind: 'oauth', tokens }, notice: null };
  try {
    const key = await exchangeForKey(settings, tokens.id, identity, call);
    const { organization, project } = identity;
    return { credential: { kind: 'exchanged-key', key, organization, project, tokens }, notice: null };
  } catch (error) {
    const notice = failureOf(error);
    if (notice.code !== 'exchange-refused') throw error;
    return { credential: { kind: 'oauth', tokens }, notice };
  }
}

async function accountFor(identity: Identity, issuer: string, origins: NonEmpty<string>): Promise<Account> {
  const { subject, workspace, email, plan } = identity;
  const who = new TextEncoder().encode([issuer, subject, workspace].join('|'));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', who));
  return {
    vendor: vendorId('openai'),
    id: accountId(base64url(digest).slice(0, 22)),
    label: email ?? 'ChatGPT account',
    email,
    plan,
    workspace,
    origins,
  };
}
