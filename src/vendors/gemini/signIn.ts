import { accountIdOf, keyFacts, keyLabel } from '../../core/accounts/identity.ts';
import { keyRefusal, keyTextProblem } from '../../core/auth/apiKey.ts';
import { environmentKeyMethod } from '../../core/auth/environmentKey.ts';
import type { Field, FormMethod, ImportMethod, SignedIn } from '../../core/auth/method.ts';
import { MaestroError } from '../../core/failure.ts';
import { type Account, type NonEmpty, vendorId } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { geminiApi } from './constants.ts';
import { askForModels } from './listing.ts';
import { apiSetting, type GeminiSettings } from './settings.ts';

const fields: NonEmpty<Field> = [
  {
    id: 'key',
    label: 'API key',
    example: 'AIza…',
    initial: '',
    secret: true,
    required: true,
    problem: keyProblem,
  },
];

/** What is wrong with the text as a key, or `null`. Google has changed the shape of its keys before, so any shape will do. */
export function keyProblem(text: string): string | null {
  const problem = keyTextProblem(text);
  if (problem !== null) return problem;
  if (text.startsWith('sk-')) return 'This is a key of another vendor.';
  return text.length >= 20 && text.length <= 500 ? null : 'The key is not complete.';
}

/** Sign-in with a key of Google AI Studio. */
export function apiKeyMethod(settings: GeminiSettings): FormMethod {
  return {
    kind: 'form',
    id: 'api-key',
    label: 'Gemini API key',
    detail: 'Use a key from Google AI Studio',
    fields,
    origins: () => [settings.api.origin],
    submit({ secrets }, call) {
      const key = secrets.get('key');
      if (key === undefined) throw new MaestroError({ code: 'internal', detail: 'no key was filled in' });
      return signInWithKey(settings, key, 'api-key', call);
    },
  };
}

/** Takes over the key that Google's own libraries would use. */
export function environmentMethod(settings: GeminiSettings, { environment }: Surroundings): ImportMethod {
  return environmentKeyMethod(
    {
      id: 'environment',
      label: 'Gemini API key from the environment',
      variables: geminiApi.variables,
      addresses: geminiApi.addressVariables,
      api: settings.api,
      setting: apiSetting,
      problem: keyProblem,
      signIn: (key, call) => signInWithKey(settings, key, 'environment', call),
    },
    environment,
  );
}

/** Proves a key and makes its account. Throws `key-refused`, and what stood in the way of the proof. */
async function signInWithKey(settings: GeminiSettings, key: Secret, method: string, call: Call): Promise<SignedIn> {
  try {
    await askForModels(settings, key, call, { pageSize: 1, pageToken: null, etag: null });
  } catch (error) {
    throw keyRefusal(error, 'Google does not know this key.');
  }
  const credential = { kind: 'api-key', key, organization: null, project: null } as const;
  return { account: await accountFor(settings, key, method), credential, notice: null };
}

async function accountFor({ api }: GeminiSettings, key: Secret, method: string): Promise<Account> {
  const { fingerprint, ending } = await keyFacts(key);
  return {
    vendor: vendorId('gemini'),
    // The same key is the same account, whichever way it came.
    id: await accountIdOf('gemini', 'api-key', api.href, fingerprint),
    method,
    label: keyLabel('Gemini key', ending),
    email: null,
    plan: null,
    workspace: null,
    baseUrl: null,
    origins: [api.origin],
  };
}
