import { readTokens } from '../../core/auth/token.ts';
import { MaestroError } from '../../core/failure.ts';
import type { Account, SessionCredential } from '../../core/model.ts';
import type { Call, Renewed } from '../../core/vendor.ts';
import { readIdentity } from './identity.ts';
import { postForTokens } from './tokenEndpoint.ts';

/**
 * Renews a session (RFC 6749 section 6) as the client that it was given to. A refresh token is good for one renewal; its
 * successor comes with the answer. It goes to the server that gave it and to no other: `origin-changed` is thrown where the
 * settings name another by now. Throws `credential-rejected` only on the service's definite word.
 */
export async function renew(
  tokenUrl: URL,
  version: string,
  account: Account,
  { tokens }: SessionCredential,
  call: Call,
): Promise<Renewed> {
  const { clientId, refresh, scopes } = tokens;
  if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
  if (tokenUrl.origin !== account.origins.at(-1)) {
    throw new MaestroError({ code: 'origin-changed', host: tokenUrl.host });
  }
  const body = await postForTokens(
    tokenUrl,
    version,
    [
      ['grant_type', 'refresh_token'],
      ['refresh_token', refresh],
      ['client_id', clientId],
    ],
    call,
  );
  const { workspace } = readIdentity(body);
  if (workspace !== null && account.workspace !== null && workspace !== account.workspace) {
    throw new MaestroError({ code: 'bad-token-answer', detail: 'the tokens are for another organization' });
  }
  const renewed = readTokens(body, { clientId, now: call.clock.now(), kept: refresh, typeOptional: true, scopes });
  return { credential: { kind: 'oauth', tokens: renewed }, plan: account.plan };
}
