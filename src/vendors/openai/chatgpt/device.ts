import type { DeviceCode, DeviceMethod, SignedIn } from '../../../core/auth/method.ts';
import { codeGrant, type Redeemable, readJsonAnswer, readOAuthError } from '../../../core/auth/token.ts';
import { below, issuerOf } from '../../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../../core/failure.ts';
import { type JsonObject, member, stringAt } from '../../../core/json.ts';
import { epochMs, type OAuthTokens } from '../../../core/model.ts';
import type { HttpRequest } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { Call } from '../../../core/vendor.ts';
import { chatgptOrigins, type OpenAiSettings } from '../settings.ts';
import { redeemCode, throwIfLimited } from '../tokenEndpoint.ts';
import { readOpenAiTokens } from '../tokens.ts';
import { chatgptSignIn } from './constants.ts';
import { signedInWith } from './session.ts';

/** So long OpenAI takes a code. */
const lifeMs = 15 * 60_000;
const usualIntervalS = 5;

/**
 * ChatGPT sign-in by a code that is typed on any device; OpenAI's own form of RFC 8628, which ends in an ordinary code
 * exchange. It works only where the person or the workspace has switched it on.
 */
export function chatgptDeviceMethod(settings: OpenAiSettings): DeviceMethod {
  return {
    kind: 'device',
    id: 'chatgpt-device',
    insteadOf: 'chatgpt',
    label: 'ChatGPT account, with a code',
    detail: 'For when the browser cannot come back here: type a code on any device',
    origins: chatgptOrigins(settings),
    scopes: chatgptSignIn.scopes,
    begin: (call) => begin(settings, call),
  };
}

async function begin(settings: OpenAiSettings, call: Call): Promise<DeviceCode> {
  const { clientId } = chatgptSignIn;
  const request = post(settings, 'usercode', JSON.stringify({ client_id: clientId }));
  const response = await call.http.send(request, call.signal);
  if (response.status === 404) {
    response.discard();
    throw new MaestroError({ code: 'device-code-off' });
  }
  const body = await readJsonAnswer(request, response);
  if (response.status !== 200) throw bad(readOAuthError(body).detail);
  const id = stringAt(body, 'device_auth_id') ?? '';
  const userCode = stringAt(body, 'user_code') ?? stringAt(body, 'usercode') ?? '';
  if (id === '') throw bad('device_auth_id is missing');
  if (!/^[A-Z0-9-]{4,20}$/i.test(userCode)) throw bad('the code cannot be shown');
  const question = new Secret(id).map((device_auth_id) => JSON.stringify({ device_auth_id, user_code: userCode }));
  return {
    userCode,
    page: below(settings.auth, 'codex/device'),
    expiresAt: epochMs(call.clock.now() + lifeMs),
    intervalMs: intervalMs(body),
    poll: poller(settings, post(settings, 'token', question)),
  };
}

/** The interval, which comes as a text, within what is decent (faults OA-46, OA-54). */
function intervalMs(body: JsonObject): number {
  const seconds = Number(member(body, 'interval') ?? usualIntervalS);
  return Math.min(60, Math.max(1, Number.isFinite(seconds) ? seconds : usualIntervalS)) * 1_000;
}

/**
 * Asks until the person is done. What was won stays won: the code is told once and good for one exchange. A rate limit at any
 * step is a request to ask more slowly.
 */
function poller(settings: OpenAiSettings, question: HttpRequest): DeviceCode['poll'] {
  let grant: Redeemable | null = null;
  let tokens: OAuthTokens | null = null;
  return async (call): Promise<SignedIn | 'pending' | 'slow-down'> => {
    try {
      if (tokens === null) {
        const answer = grant ?? (await askOnce(settings, question, call));
        if (answer === 'pending' || answer === 'slow-down') return answer;
        grant = answer;
        tokens = await redeem(settings, answer, call);
      }
      return await signedInWith(settings, tokens, call);
    } catch (error) {
      if (failureOf(error).code === 'rate-limited') return 'slow-down';
      throw error;
    }
  };
}

async function askOnce(
  settings: OpenAiSettings,
  question: HttpRequest,
  call: Call,
): Promise<Redeemable | 'pending' | 'slow-down'> {
  const response = await call.http.send(question, call.signal);
  const { status } = response;
  if (status === 403 || status === 404) {
    response.discard();
    return 'pending';
  }
  throwIfLimited(response);
  const body = await readJsonAnswer(question, response);
  if (status !== 200) return waitOrThrow(readOAuthError(body));
  const code = stringAt(body, 'authorization_code') ?? '';
  const verifier = stringAt(body, 'code_verifier') ?? '';
  if (code === '' || verifier === '') throw bad('the authorization code or its verifier is missing');
  const redirectUri = `${issuerOf(settings.auth)}/deviceauth/callback`;
  return { code: new Secret(code), verifier: new Secret(verifier), redirectUri };
}

/** OpenAI says "not yet" by status; the codes are those of RFC 8628 section 3.5. */
function waitOrThrow({ code, detail }: ReturnType<typeof readOAuthError>): 'pending' | 'slow-down' {
  switch (code) {
    case 'authorization_pending':
      return 'pending';
    case 'slow_down':
      return 'slow-down';
    case 'expired_token':
      throw new MaestroError({ code: 'device-code-expired' });
    default:
      throw new MaestroError({ code: 'sign-in-denied', detail });
  }
}

async function redeem(settings: OpenAiSettings, grant: Redeemable, call: Call): Promise<OAuthTokens> {
  const { clientId, scopes } = chatgptSignIn;
  const body = await redeemCode(codeGrant(below(settings.auth, 'oauth/token'), clientId, grant), call);
  return readOpenAiTokens(body, { clientId, now: call.clock.now(), kept: null, scopes });
}

function post(settings: OpenAiSettings, step: 'usercode' | 'token', body: string | Secret): HttpRequest {
  return {
    method: 'POST',
    url: below(settings.auth, `api/accounts/deviceauth/${step}`),
    headers: [
      ['Content-Type', 'application/json'],
      ['Accept', 'application/json'],
    ],
    body,
  };
}

function bad(detail: string): MaestroError {
  return new MaestroError({ code: 'bad-token-answer', detail });
}
