import { readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { MaestroError } from '../../core/failure.ts';
import type { HttpRequest } from '../../core/ports.ts';
import type { Call } from '../../core/vendor.ts';

/**
 * Tells OpenAI that a session is over. A token that is no longer known is a success (RFC 7009 section 2.2). Throws `rejected`
 * with what it says, and what {@link readJsonAnswer} throws.
 */
export async function sendRevocation(request: HttpRequest, { http, signal }: Call): Promise<void> {
  const response = await http.send(request, signal);
  if (response.status === 200) {
    response.discard();
    return;
  }
  const { detail } = readOAuthError(await readJsonAnswer(request, response));
  throw new MaestroError({ code: 'rejected', status: response.status, detail });
}
