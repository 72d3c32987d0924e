import { accountIdOf, keyFacts, keyLabel } from '../../core/accounts/identity.ts';
import { aboutTheKey, keyRefusal } from '../../core/auth/apiKey.ts';
import type { SignedIn } from '../../core/auth/method.ts';
import { type Credential, vendorId } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { prefixes } from './constants.ts';
import { askForModels } from './modelPages.ts';
import type { AnthropicSettings } from './settings.ts';

/**
 * The account of a key or token that the person has, after one cheap request has proven it. Tokens are told from keys by
 * their prefix. Throws `key-refused` with what Anthropic says, `other-product-only`, and what is in the way of asking.
 */
export async function accountOfKey(
  settings: AnthropicSettings,
  method: string,
  secret: Secret,
  as: 'key' | 'token',
  call: Call,
): Promise<SignedIn> {
  const isToken = as === 'token' || secret.matches(prefixes.oauthToken);
  const credential: Credential = isToken
    ? { kind: 'bearer', token: secret }
    : { kind: 'api-key', key: secret, organization: null, project: null };
  await prove(settings, credential, call);
  const { fingerprint, ending } = await keyFacts(secret);
  const account = {
    vendor: vendorId('anthropic'),
    id: await accountIdOf('anthropic', method, settings.api.href, fingerprint),
    method,
    label: keyLabel(isToken ? 'Anthropic token' : 'Anthropic key', ending),
    email: null,
    plan: null,
    workspace: null,
    baseUrl: null,
    origins: [settings.api.origin],
  } as const;
  return { account, credential, notice: null };
}

async function prove(settings: AnthropicSettings, credential: Credential, call: Call): Promise<void> {
  try {
    await askForModels(settings, credential, call, { limit: 1 });
  } catch (error) {
    throw keyRefusal(error, 'Anthropic does not know it, or it was revoked.', [...aboutTheKey, 'billing']);
  }
}
