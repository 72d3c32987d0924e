import { accountIdOf, keyFacts } from '../../core/accounts/identity.ts';
import type { Authorization, ValidRedirect } from '../../core/auth/authorize.ts';
import type { BrowserMethod, SignedIn } from '../../core/auth/method.ts';
import { readTokens } from '../../core/auth/token.ts';
import { failureOf, MaestroError } from '../../core/failure.ts';
import { type NonEmpty, vendorId } from '../../core/model.ts';
import type { Call } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { readIdentity } from './identity.ts';
import { type Registration, readRegistration } from './registration.ts';
import type { AnthropicSettings } from './settings.ts';
import { postForTokens } from './tokenEndpoint.ts';

/**
 * OAuth with a client that the person's organization registered: the service's page shows `code#state` to paste. What the
 * registration says is read when it is needed, so that the method is listed, and says what is missing, without one.
 */
export function oauthMethod(settings: AnthropicSettings, surroundings: Surroundings): BrowserMethod {
  const registration = (): Registration => readRegistration(surroundings);
  return {
    kind: 'browser',
    id: 'oauth',
    label: 'Anthropic OAuth',
    detail: 'Sign in with an OAuth client that your organization registered',
    get origins() {
      return origins(settings, registration());
    },
    get redirect() {
      return registration().redirect;
    },
    get scopes() {
      return registration().scopes;
    },
    get issuer() {
      return registration().authorizeUrl.origin;
    },
    authorizeUrl: async (authorization) => authorizeUrl(registration(), authorization),
    denied: (error, description) => ({ code: 'sign-in-denied', detail: description === '' ? error : description }),
    redeem: (redirect, call) => redeem(settings, registration(), redirect, call),
  };
}

/** `code=true` asks the page to show the code. The parameters are in the order of Anthropic's own flow; a space is `%20`. */
function authorizeUrl({ clientId, authorizeUrl, scopes }: Registration, authorization: Authorization): URL {
  const parameters: readonly (readonly [string, string])[] = [
    ['code', 'true'],
    ['client_id', clientId],
    ['response_type', 'code'],
    ['redirect_uri', authorization.redirectUri],
    ...(scopes.length === 0 ? [] : [['scope', scopes.join(' ')] as const]),
    ['code_challenge', authorization.challenge],
    ['code_challenge_method', 'S256'],
    ['state', authorization.state],
  ];
  const url = new URL(authorizeUrl);
  url.search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return url;
}

async function redeem(
  settings: AnthropicSettings,
  registration: Registration,
  redirect: ValidRedirect,
  call: Call,
): Promise<SignedIn> {
  const { clientId, tokenUrl, scopes } = registration;
  const body = await postForTokens(
    tokenUrl,
    settings.version,
    [
      ['grant_type', 'authorization_code'],
      ['code', redirect.code],
      ['state', redirect.state],
      ['client_id', clientId],
      ['redirect_uri', redirect.redirectUri],
      ['code_verifier', redirect.verifier],
    ],
    call,
  ).catch(refused);
  const tokens = readTokens(body, { clientId, now: call.clock.now(), kept: null, typeOptional: true, scopes });
  const { subject, email, workspace, organization } = readIdentity(body);
  // Without a name for the person, every sign-in is an account of its own.
  const who = subject ?? (await keyFacts(tokens.access)).fingerprint;
  const account = {
    vendor: vendorId('anthropic'),
    id: await accountIdOf(tokenUrl.href, who, workspace ?? ''),
    method: 'oauth',
    label: email ?? organization ?? 'Anthropic account',
    email,
    plan: null,
    workspace,
    baseUrl: null,
    origins: origins(settings, registration),
  };
  return { account, credential: { kind: 'oauth', tokens }, notice: null };
}

/** A code that is refused is not a session that ended: only this sign-in failed. */
function refused(error: unknown): never {
  if (failureOf(error).code !== 'credential-rejected') throw error;
  throw new MaestroError({ code: 'code-refused', detail: '' });
}

/** The last is the one that gives the tokens, and the only one that may renew them. */
function origins({ api }: AnthropicSettings, { tokenUrl }: Registration): NonEmpty<string> {
  return api.origin === tokenUrl.origin ? [api.origin] : [api.origin, tokenUrl.origin];
}
