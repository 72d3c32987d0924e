import { aboutTheKey } from '../../../core/auth/apiKey.ts';
import { formPost, readJsonAnswer, readOAuthError } from '../../../core/auth/token.ts';
import { below } from '../../../core/baseUrl.ts';
import { errorAnswer } from '../../../core/errorAnswer.ts';
import { type FailureCode, failureOf, MaestroError } from '../../../core/failure.ts';
import { stringAt } from '../../../core/json.ts';
import type { ApiKey, OAuthTokens } from '../../../core/model.ts';
import { Secret } from '../../../core/secret.ts';
import type { Call } from '../../../core/vendor.ts';
import { explain } from '../failures.ts';
import { proveKey } from '../platform/proof.ts';
import type { OpenAiSettings } from '../settings.ts';
import type { Payer } from './identity.ts';

/** Failures of the exchange that say nothing about the session: it may go well somewhere else or some other time. */
const passing: readonly FailureCode[] = ['region', 'rate-limited', 'usage-limit', 'overloaded', 'server'];
/** Failures of the proof after which the key is not for use. */
const definite: readonly FailureCode[] = [...aboutTheKey, 'billing'];

/**
 * Trades an ID token for a platform API key (RFC 8693 as OpenAI does it: `requested_token=openai-api-key`) and proves the
 * key with one cheap request. Throws `exchange-refused` when OpenAI will not, for example because the workspace has no
 * platform organization; the region and passing trouble keep their own codes. It never throws `credential-rejected`: the
 * session is judged where it is renewed.
 */
export async function exchangeForKey(
  settings: OpenAiSettings,
  { id, clientId }: OAuthTokens,
  payer: Payer,
  call: Call,
): Promise<ApiKey> {
  if (id === null) throw refused('there is no ID token');
  const request = formPost(below(settings.auth, 'oauth/token'), [
    ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ['client_id', clientId],
    ['requested_token', 'openai-api-key'],
    ['subject_token', id],
    ['subject_token_type', 'urn:ietf:params:oauth:token-type:id_token'],
  ]);
  const response = await call.http.send(request, call.signal);
  const body = await readJsonAnswer(request, response);
  if (response.status !== 200) {
    const failure = explain(errorAnswer(request.url.host, response, JSON.stringify(body)));
    throw passing.includes(failure.code) ? new MaestroError(failure) : refused(readOAuthError(body).detail);
  }
  const text = stringAt(body, 'access_token') ?? '';
  if (!/^sk-[\w-]{17,}$/.test(text)) throw refused('the answer holds no API key');
  const key = { key: new Secret(text), ...payer };
  try {
    await proveKey(settings, key, call);
  } catch (error) {
    const failure = failureOf(error);
    if (definite.includes(failure.code)) throw refused('detail' in failure ? failure.detail : failure.code);
    throw error;
  }
  return key;
}

function refused(detail: string): MaestroError {
  return new MaestroError({ code: 'exchange-refused', detail });
}
