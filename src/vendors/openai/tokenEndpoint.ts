import { askForTokens, type FinalWord, readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { type Failure, MaestroError } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import type { Call } from '../../core/vendor.ts';

/** With what OpenAI's token endpoints end a session for good. */
const final: FinalWord = {
  codes: [
    'invalid_grant',
    'invalid_refresh_token',
    'token_expired',
    'refresh_token_expired',
    'refresh_token_reused',
    'refresh_token_invalidated',
  ],
  unauthorized: true,
};

/** Is told the code of a refusal (RFC 6749 section 5.2), before what it means is thrown. */
export type Hear = (code: string) => void;

/**
 * Trades a code at a token endpoint. Throws `code-refused` (RFC 6749 section 5.2, `invalid_grant`), `bad-token-answer` with
 * what else it says, `region`, `rate-limited`, and what {@link readJsonAnswer} throws.
 */
export async function redeemCode(
  request: HttpRequest,
  { http, signal }: Call,
  hear: Hear = () => undefined,
): Promise<JsonObject> {
  const response = await http.send(request, signal);
  throwIfLimited(response);
  const body = await readJsonAnswer(request, response);
  if (response.status === 200) return body;
  const { code, detail } = readOAuthError(body);
  hear(code);
  const failure = { code: code === 'invalid_grant' ? 'code-refused' : 'bad-token-answer', detail } as const;
  throw new MaestroError(regional(code, detail) ?? failure);
}

/**
 * Trades a refresh token (RFC 6749 section 6). Throws what {@link askForTokens} throws; everything but OpenAI's definite word is
 * passing trouble.
 */
export async function askForRenewal(
  request: HttpRequest,
  call: Call,
  hear: Hear = () => undefined,
): Promise<JsonObject> {
  return askForTokens(request, call, final, ({ code, detail, answer }) => {
    hear(code);
    return regional(code, detail) ?? { code: 'rejected', status: answer.status, detail };
  });
}

/** Throws `rate-limited` for an answer that says so, whatever its body. */
export function throwIfLimited(response: HttpResponse): void {
  if (response.status !== 429) return;
  response.discard();
  throw new MaestroError({ code: 'rate-limited', retryAfterMs: retryAfterMs((name) => response.header(name)) });
}

/** OpenAI refuses tokens to countries that it does not serve, even where its sign-in page let the person through. */
function regional(code: string, detail: string): Failure | null {
  return code === 'unsupported_country_region_territory' ? { code: 'region', detail } : null;
}
