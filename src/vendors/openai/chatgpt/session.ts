import { accountIdOf } from '../../../core/accounts/identity.ts';
import type { SignedIn } from '../../../core/auth/method.ts';
import { issuerOf } from '../../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../../core/failure.ts';
import { type Account, type OAuthTokens, vendorId } from '../../../core/model.ts';
import type { Call } from '../../../core/vendor.ts';
import { checkedClaims } from '../idToken.ts';
import { chatgptOrigins, type OpenAiSettings } from '../settings.ts';
import { exchangeForKey } from './exchange.ts';
import { type Identity, type Payer, readIdentity } from './identity.ts';
import { accountKind } from './plan.ts';

/**
 * What fresh tokens make of a sign-in, however the person gave their consent: whose account it is, and which way it takes. A
 * personal plan talks to the ChatGPT backend; a company's workspace gets an API key, where OpenAI gives one.
 */
export async function signedInWith(settings: OpenAiSettings, tokens: OAuthTokens, call: Call): Promise<SignedIn> {
  const identity = readIdentity(await checkedClaims(settings, tokens, null, call));
  const { workspaces } = settings;
  if (workspaces.length > 0 && !workspaces.includes(identity.workspace)) {
    const detail = 'the workspace is none of those in the setting maestro.openai.workspace.';
    throw new MaestroError({ code: 'sign-in-denied', detail });
  }
  const account = await accountFor(settings, identity);
  if (accountKind(identity.plan, identity.email) === 'personal') {
    return { account, credential: { kind: 'oauth', tokens }, notice: null };
  }
  return { account, ...(await companyCredential(settings, tokens, identity, call)) };
}

/**
 * How a company's session goes on: with an API key where OpenAI gives one; else with the ChatGPT backend, and the notice says
 * why. Throws the passing trouble of {@link exchangeForKey}.
 */
export async function companyCredential(
  settings: OpenAiSettings,
  tokens: OAuthTokens,
  payer: Payer,
  call: Call,
): Promise<Pick<SignedIn, 'credential' | 'notice'>> {
  try {
    const key = await exchangeForKey(settings, tokens, payer, call);
    return { credential: { kind: 'exchanged-key', ...key, tokens }, notice: null };
  } catch (error) {
    const notice = failureOf(error);
    if (notice.code !== 'exchange-refused') throw error;
    return { credential: { kind: 'oauth', tokens }, notice };
  }
}

async function accountFor(settings: OpenAiSettings, { subject, workspace, email, plan }: Identity): Promise<Account> {
  return {
    vendor: vendorId('openai'),
    id: await accountIdOf(issuerOf(settings.auth), subject, workspace),
    method: 'chatgpt',
    label: email ?? 'ChatGPT account',
    email,
    plan,
    workspace,
    baseUrl: null,
    origins: chatgptOrigins(settings),
  };
}
