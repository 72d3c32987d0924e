import { readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { type Failure, MaestroError } from '../../core/failure.ts';
import { type JsonObject, stringAt } from '../../core/json.ts';
import type { HttpRequest } from '../../core/ports.ts';
import type { Call } from '../../core/vendor.ts';

/** Codes with which OpenAI's token endpoints end a session for good. */
const final: readonly string[] = [
  'invalid_grant',
  'invalid_refresh_token',
  'token_expired',
  'refresh_token_expired',
  'refresh_token_reused',
  'refresh_token_invalidated',
];

/** Trades a code at a token endpoint. Throws `bad-token-answer` with what it says, `region`, and what {@link readJsonAnswer} throws. */
export async function askForTokens(request: HttpRequest, call: Call): Promise<JsonObject> {
  const response = await call.http.send(request, call.signal);
  const body = await readJsonAnswer(request, response);
  if (response.status === 200) return body;
  const { code, detail } = readOAuthError(body);
  throw new MaestroError(regional(code, detail) ?? { code: 'bad-token-answer', detail });
}

/**
 * Trades a refresh token (RFC 6749 section 6). Throws `credential-rejected` only on OpenAI's definite word: one of its final
 * codes or a 401. Everything else is passing trouble.
 */
export async function askForRenewal(request: HttpRequest, call: Call): Promise<JsonObject> {
  const response = await call.http.send(request, call.signal);
  const { status } = response;
  if (status === 401) {
    response.discard();
    throw new MaestroError({ code: 'credential-rejected' });
  }
  const body = await readJsonAnswer(request, response);
  if (status === 200) return body;
  const { code, detail } = readOAuthError(body);
  if ([code, stringAt(body, 'error_reason') ?? ''].some((one) => final.includes(one))) {
    throw new MaestroError({ code: 'credential-rejected' });
  }
  throw new MaestroError(regional(code, detail) ?? { code: 'rejected', status, detail });
}

/** OpenAI refuses tokens to countries that it does not serve, even where its sign-in page let the person through. */
function regional(code: string, detail: string): Failure | null {
  return code === 'unsupported_country_region_territory' ? { code: 'region', detail } : null;
}
