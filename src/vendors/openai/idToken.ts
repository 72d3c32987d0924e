import { readJsonAnswer } from '../../core/auth/token.ts';
import { below, issuerOf } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import type { OAuthTokens } from '../../core/model.ts';
import type { Call } from '../../core/vendor.ts';
import type { OpenAiSettings } from './settings.ts';

/**
 * The claims of the ID token that a sign-in brought, checked against OpenAI's signing keys (its `/.well-known/jwks.json`).
 * Throws `bad-token-answer` if there is none, and `bad-id-token`.
 */
export async function checkedClaims(
  settings: OpenAiSettings,
  { id, clientId }: OAuthTokens,
  nonce: string | null,
  call: Call,
): Promise<JsonObject> {
  if (id === null) throw new MaestroError({ code: 'bad-token-answer', detail: 'id_token is missing' });
  const url = below(settings.auth, '.well-known/jwks.json');
  const request = { method: 'GET', url, headers: [['Accept', 'application/json']], body: null } as const;
  const response = await call.http.send(request, call.signal);
  const keys = await readJsonAnswer(request, response);
  if (response.status !== 200) throw new MaestroError({ code: 'server', status: response.status });
  // Signatures are checked at sign-ins alone.
  const { checkIdToken } = await import('../../core/auth/idToken.ts');
  return checkIdToken(id, keys, { issuer: issuerOf(settings.auth), clientId, now: call.clock.now(), nonce });
}
