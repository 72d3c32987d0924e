import { accountIdOf } from '../../../core/accounts/identity.ts';
import type { Authorization, ValidRedirect } from '../../../core/auth/authorize.ts';
import type { BrowserMethod, SignedIn } from '../../../core/auth/method.ts';
import { codeGrant } from '../../../core/auth/token.ts';
import { below, issuerOf } from '../../../core/baseUrl.ts';
import { cleanStringAt } from '../../../core/cleanText.ts';
import { MaestroError } from '../../../core/failure.ts';
import { type JsonObject, stringAt } from '../../../core/json.ts';
import { type Account, type NonEmpty, vendorId } from '../../../core/model.ts';
import type { Memory } from '../../../core/ports.ts';
import type { Call } from '../../../core/vendor.ts';
import { checkedClaims } from '../idToken.ts';
import type { OpenAiSettings } from '../settings.ts';
import { redeemCode } from '../tokenEndpoint.ts';
import { readOpenAiTokens } from '../tokens.ts';
import { resourceOf, sharing } from './constants.ts';
import { asClient, changeRegistration, isUnknownClient, registrationAt } from './registration.ts';

/** OpenAI's official way for programs on a person's own machine to use their ChatGPT plan. The button's text is OpenAI's rule. */
export function sharingMethod(settings: OpenAiSettings, memory: Memory): BrowserMethod {
  return {
    kind: 'browser',
    id: sharing.methodId,
    label: 'Continue with ChatGPT',
    detail: 'Uses your ChatGPT plan (Plus or Pro)',
    origins: origins(settings),
    redirect: { kind: 'loopback', host: '127.0.0.1', ports: [0], path: sharing.callbackPath },
    scopes: sharing.scopes,
    issuer: issuerOf(settings.auth),
    authorizeUrl: (authorization) => authorizeUrl(settings, memory, authorization),
    denied(error, description) {
      if (isUnknownClient(error)) {
        // Nobody waits for the memory: what it could not keep is refused once more.
        changeRegistration(memory, issuerOf(settings.auth), { clientId: null }).catch(() => undefined);
      }
      return { code: 'sign-in-denied', detail: description === '' ? error : description };
    },
    redeem: (redirect, call) => redeem(settings, memory, redirect, call),
  };
}

async function authorizeUrl(settings: OpenAiSettings, memory: Memory, authorization: Authorization): Promise<URL> {
  const { hostId, clientId, asksAgain } = await registrationAt(memory, issuerOf(settings.auth));
  const url = below(settings.auth, 'api/accounts/authorize');
  url.search = new URLSearchParams({
    client_id: clientId ?? sharing.unregistered,
    ...(clientId === null ? { agent_name_hint: sharing.program } : {}),
    ext_agent_host_id: hostId,
    response_type: 'code',
    redirect_uri: authorization.redirectUri,
    resource: resourceOf(settings),
    scope: sharing.scopes.join(' '),
    state: authorization.state,
    code_challenge: authorization.challenge,
    code_challenge_method: 'S256',
    nonce: authorization.nonce,
    ...(clientId !== null && asksAgain ? { prompt: 'consent' } : {}),
  }).toString();
  return url;
}

async function redeem(
  settings: OpenAiSettings,
  memory: Memory,
  redirect: ValidRedirect,
  call: Call,
): Promise<SignedIn> {
  const issuer = issuerOf(settings.auth);
  const clientId = await ownClientId(memory, issuer, redirect);
  const request = codeGrant(below(settings.auth, 'api/accounts/oauth/token'), clientId, redirect, resourceOf(settings));
  const body = await asClient(memory, issuer, clientId, (hear) => redeemCode(request, call, hear));
  const scopes = redirect.parameter('scope')?.split(' ') ?? sharing.scopes;
  const tokens = readOpenAiTokens(body, { clientId, now: call.clock.now(), kept: null, scopes });
  const claims = await checkedClaims(settings, tokens, redirect.nonce, call);
  const refused = !tokens.scopes.includes(sharing.planScope);
  await changeRegistration(memory, issuer, { asksAgain: refused });
  if (refused) {
    const detail = 'ChatGPT was not allowed to share your plan. Continue once more and leave that permission ticked.';
    throw new MaestroError({ code: 'sign-in-denied', detail });
  }
  const account = await accountFor(settings, claims, clientId);
  return { account, credential: { kind: 'oauth', tokens }, notice: { code: 'plan-shared' } };
}

/** The client id that the first sign-in brings and every later one must agree with. It is kept even if the rest fails. */
async function ownClientId(memory: Memory, issuer: string, redirect: ValidRedirect): Promise<string> {
  const { clientId } = await registrationAt(memory, issuer);
  const brought = redirect.parameter('client_id');
  if (clientId !== null) {
    if (brought !== null && brought !== clientId) throw badAnswer('it names another client');
    return clientId;
  }
  if (brought === null || !/^oaiapp_[\w-]{1,200}$/.test(brought)) throw badAnswer('it names no client');
  await changeRegistration(memory, issuer, { clientId: brought });
  return brought;
}

async function accountFor(settings: OpenAiSettings, claims: JsonObject, clientId: string): Promise<Account> {
  const email = cleanStringAt(claims, 'email');
  return {
    vendor: vendorId('openai'),
    id: await accountIdOf(issuerOf(settings.auth), clientId, stringAt(claims, 'sub') ?? ''),
    method: sharing.methodId,
    label: email ?? 'ChatGPT plan',
    email,
    plan: null,
    workspace: null,
    baseUrl: null,
    origins: origins(settings),
  };
}

function origins({ auth, api }: OpenAiSettings): NonEmpty<string> {
  return [auth.origin, api.origin];
}

function badAnswer(detail: string): MaestroError {
  return new MaestroError({ code: 'bad-token-answer', detail });
}
