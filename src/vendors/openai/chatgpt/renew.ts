import { formPost } from '../../../core/auth/token.ts';
import { below } from '../../../core/baseUrl.ts';
import { MaestroError } from '../../../core/failure.ts';
import type { Account, SessionCredential } from '../../../core/model.ts';
import type { Call, RenewalTask, Renewed } from '../../../core/vendor.ts';
import type { OpenAiSettings } from '../settings.ts';
import { askForRenewal } from '../tokenEndpoint.ts';
import { readRenewedTokens } from '../tokens.ts';
import { payerOf, planOf } from './identity.ts';
import { companyCredential } from './session.ts';

/**
 * Renews the session behind a credential; an exchanged key that was refused is exchanged anew. Where OpenAI gives no key any
 * more, the session goes on with the ChatGPT backend, as it does at a sign-in. Throws what {@link askForRenewal} throws, and
 * the passing trouble of {@link companyCredential}.
 */
export async function renewChatgpt(
  settings: OpenAiSettings,
  account: Account,
  credential: SessionCredential,
  call: Call,
  { refused, keep }: RenewalTask,
): Promise<Renewed> {
  const { refresh, clientId } = credential.tokens;
  if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
  const request = formPost(below(settings.auth, 'oauth/token'), [
    ['grant_type', 'refresh_token'],
    ['refresh_token', refresh],
    ['client_id', clientId],
  ]);
  const tokens = readRenewedTokens(await askForRenewal(request, call), credential.tokens, call.clock.now());
  const plan = planOf(tokens) ?? account.plan;
  if (credential.kind === 'oauth') return { credential: { kind: 'oauth', tokens }, plan };
  if (!refused) return { credential: { ...credential, tokens }, plan };
  await keep({ ...credential, tokens });
  return { credential: (await companyCredential(settings, tokens, payerOf(tokens), call)).credential, plan };
}
