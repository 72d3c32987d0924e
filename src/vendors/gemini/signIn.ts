import { accountIdOf, keyFacts } from '../../core/accounts/identity.ts';
import type { Field, FormMethod, Found, ImportMethod, SignedIn } from '../../core/auth/method.ts';
import { type FailureCode, failureOf, MaestroError } from '../../core/failure.ts';
import { type Account, type NonEmpty, vendorId } from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { geminiApi } from './constants.ts';
import { askForModels } from './listing.ts';
import type { GeminiSettings } from './settings.ts';

/** Failures of the proof that say that the key will not do; others say nothing about it. */
const refusing: readonly FailureCode[] = ['credential-rejected', 'not-entitled', 'rejected'];

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
  if (!/^[\x21-\x7e]*$/.test(text)) return 'A key has no spaces and only plain letters, digits and signs.';
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

/** Takes over the key that Google's own libraries would use, from the environment that VS Code was started in. */
export function environmentMethod(settings: GeminiSettings, { environment }: Surroundings): ImportMethod {
  const names = geminiApi.variables.join(' or ');
  return {
    kind: 'import',
    id: 'environment',
    label: 'Gemini API key from the environment',
    detail: `Copies the key in ${names}`,
    isThere: () => geminiApi.variables.some((name) => environment(name) !== null),
    async find(): Promise<Found> {
      const name = geminiApi.variables.find((variable) => environment(variable) !== null);
      if (name === undefined) throw nothing(`The environment of VS Code has no ${names}.`);
      const text = environment(name)?.trim() ?? '';
      const problem = keyProblem(text);
      if (problem !== null) throw nothing(`${name} cannot be used. ${problem}`);
      const key = new Secret(text);
      return {
        kind: 'credential',
        what: `${name} holds a key that ends in ${(await keyFacts(key)).ending}. Maestro checks it and keeps a copy.`,
        origins: [settings.api.origin],
        take: (call) => signInWithKey(settings, key, 'environment', call),
      };
    },
  };
}

/** Proves a key and makes its account. Throws `key-refused`, and what stood in the way of the proof. */
async function signInWithKey(settings: GeminiSettings, key: Secret, method: string, call: Call): Promise<SignedIn> {
  try {
    await askForModels(settings, key, call, { pageSize: 1, pageToken: null, etag: null });
  } catch (error) {
    const failure = failureOf(error);
    if (!refusing.includes(failure.code)) throw error;
    const detail = 'detail' in failure ? failure.detail : 'Google does not know this key.';
    throw new MaestroError({ code: 'key-refused', detail });
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
    label: `Gemini key …${ending}`,
    email: null,
    plan: null,
    workspace: null,
    baseUrl: null,
    origins: [api.origin],
  };
}

function nothing(detail: string): MaestroError {
  return new MaestroError({ code: 'nothing-to-import', detail });
}
