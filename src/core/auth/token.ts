import { cleanText } from '../cleanText.ts';
import { errorAnswer } from '../errorAnswer.ts';
import { type Failure, MaestroError } from '../failure.ts';
import { isObject, type Json, type JsonObject, member, objectAt, parseJson, stringAt } from '../json.ts';
import { type EpochMs, epochMs, type OAuthTokens } from '../model.ts';
import type { HttpRequest, HttpResponse } from '../ports.ts';
import { readBody } from '../readBody.ts';
import { Secret } from '../secret.ts';
import type { Call, ErrorAnswer } from '../vendor.ts';
import type { ValidRedirect } from './authorize.ts';

/** Most of a token answer that is read, in bytes (faults OA-64). */
const maxTokenAnswerBytes = 1_000_000;
/** When `expires_in` is missing (RFC 6749 section 5.1 only recommends it). */
const defaultLifetimeS = 3_600;
const longestLifetimeS = 366 * 24 * 3_600;

/** What a code is traded with: what a {@link ValidRedirect} brought, or a vendor's device flow. */
export type Redeemable = Pick<ValidRedirect, 'code' | 'redirectUri' | 'verifier'>;

/** The authorization code grant (RFC 6749 section 4.1.3, RFC 7636 section 4.5), for one `resource` if given (RFC 8707). */
export function codeGrant(
  endpoint: URL,
  clientId: string,
  { code, redirectUri, verifier }: Redeemable,
  resource: string | null = null,
): HttpRequest {
  return formPost(endpoint, [
    ['grant_type', 'authorization_code'],
    ['code', code],
    ['redirect_uri', redirectUri],
    ['client_id', clientId],
    ['code_verifier', verifier],
    ...(resource === null ? [] : [['resource', resource] as const]),
  ]);
}

/** A form post whose body is a secret as soon as one of its fields is. */
export function formPost(endpoint: URL, fields: readonly (readonly [string, string | Secret])[]): HttpRequest {
  const form = new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : value.reveal()]),
  );
  return {
    method: 'POST',
    // What it redeems is good once; a server that sees it twice ends the session (RFC 9700 section 4.14.2).
    once: true,
    url: endpoint,
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Accept', 'application/json'],
    ],
    body: new Secret(form.toString()),
  };
}

/** The JSON object of an endpoint's answer and its status. Throws `bad-token-answer`, `server` or `redirected` for anything else. */
export async function readJsonAnswer(request: HttpRequest, response: HttpResponse): Promise<JsonObject> {
  if (response.status >= 500) {
    response.discard();
    throw new MaestroError({ code: 'server', status: response.status });
  }
  if (response.status >= 300 && response.status < 400) {
    response.discard();
    throw new MaestroError({ code: 'redirected', host: request.url.host, to: 'another address' });
  }
  const type = (response.header('content-type') ?? '').toLowerCase();
  const body = parseJson(await readBody(response.body, maxTokenAnswerBytes));
  if (!type.includes('json')) throw badAnswer(`it is not JSON (status ${response.status})`);
  if (!isObject(body)) throw badAnswer(`it is not a JSON object (status ${response.status})`);
  return body;
}

/** What a token endpoint says instead of giving tokens: its code and words, and all of the answer. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly answer: ErrorAnswer;
}

/** With what a vendor's token endpoint says that what it was given is good no more. */
export interface FinalWord {
  readonly codes: readonly string[];
  /** Whether its 401 says so too, whatever the code. With RFC 6749 section 5.2 it is about the client. */
  readonly unauthorized: boolean;
}

/**
 * Asks a token endpoint for tokens and returns its answer. Throws `credential-rejected` only on its `final` word, which must
 * be in JSON: a 401 with a page is a proxy's. Throws what `explain`, which is told of every refusal, makes of any other, and
 * what {@link readJsonAnswer} throws.
 */
export async function askForTokens(
  request: HttpRequest,
  { http, signal }: Call,
  final: FinalWord,
  explain: (refusal: Refusal) => Failure,
): Promise<JsonObject> {
  const response = await http.send(request, signal);
  const body = await readJsonAnswer(request, response);
  if (response.status === 200) return body;
  const { code, detail } = readOAuthError(body);
  const codes = [code, stringAt(objectAt(body, 'error'), 'type'), stringAt(body, 'error_reason')];
  const isFinal = codes.some((one) => one !== null && final.codes.includes(one));
  const answer = errorAnswer(request.url.host, response, JSON.stringify(body));
  const failure = explain({ code, detail, answer });
  const isOver = isFinal || (final.unauthorized && response.status === 401);
  throw new MaestroError(isOver ? { code: 'credential-rejected' } : failure);
}

export interface TokenRules {
  /** The client that asked. */
  readonly clientId: string;
  readonly now: EpochMs;
  /** The refresh token to keep when none comes back (RFC 6749 section 6). */
  readonly kept: Secret | null;
  /** For vendors that leave `token_type` out although RFC 6749 section 5.1 requires it. */
  readonly typeOptional: boolean;
  /** What was asked for: an answer without `scope` grants it (RFC 6749 section 5.1). */
  readonly scopes?: readonly string[];
}

/** A successful token answer (RFC 6749 section 5.1). Throws `bad-token-answer` that names the member that is wrong. */
export function readTokens(
  body: JsonObject,
  { clientId, now, kept, typeOptional, scopes = [] }: TokenRules,
): OAuthTokens {
  const access = stringAt(body, 'access_token');
  const type = stringAt(body, 'token_type');
  if (access === null || access === '') throw badAnswer('access_token is missing');
  if (type === null && !typeOptional) throw badAnswer('token_type is missing');
  if (type !== null && type.toLowerCase() !== 'bearer') throw badAnswer('token_type is not Bearer');
  const refresh = optionalSecret(body, 'refresh_token');
  const granted = (stringAt(body, 'scope') ?? '').split(' ').filter((scope) => scope !== '');
  return {
    clientId,
    access: new Secret(access),
    refresh: refresh ?? kept,
    id: optionalSecret(body, 'id_token'),
    obtainedAt: now,
    expiresAt: epochMs(now + lifetimeS(member(body, 'expires_in')) * 1_000),
    scopes: granted.length > 0 ? granted : scopes,
  };
}

/** What the answer says went wrong: the code of RFC 6749 section 5.2 or OpenAI's `{error: {code, message}}`. */
export function readOAuthError(body: JsonObject): { readonly code: string; readonly detail: string } {
  const error = member(body, 'error');
  const code = typeof error === 'string' ? error : (stringAt(error, 'code') ?? stringAt(body, 'code') ?? '');
  const text = stringAt(body, 'error_description') ?? stringAt(error, 'message') ?? stringAt(body, 'detail') ?? code;
  return { code: cleanText(code, 80), detail: cleanText(text) };
}

function optionalSecret(body: JsonObject, name: string): Secret | null {
  const value = member(body, name);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw badAnswer(`${name} is not a string`);
  return new Secret(value);
}

/** Some servers send the number as a string; a negative or absurd one is an error, zero means already expired. */
function lifetimeS(value: Json | undefined): number {
  if (value === undefined || value === null) return defaultLifetimeS;
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0)
    throw badAnswer('expires_in is not a duration');
  return Math.min(seconds, longestLifetimeS);
}

function badAnswer(detail: string): MaestroError {
  return new MaestroError({ code: 'bad-token-answer', detail });
}
