import { accountIdOf, keyFacts, keyLabel } from '../../../core/accounts/identity.ts';
import { keyRefusal } from '../../../core/auth/apiKey.ts';
import type { Field, FormMethod, FormValues, SignedIn } from '../../../core/auth/method.ts';
import { MaestroError } from '../../../core/failure.ts';
import { type Account, type ApiKey, type NonEmpty, vendorId } from '../../../core/model.ts';
import type { Call } from '../../../core/vendor.ts';
import type { OpenAiSettings } from '../settings.ts';
import { proveKey } from './proof.ts';

const fields: NonEmpty<Field> = [
  {
    id: 'key',
    label: 'API key',
    example: 'sk-proj-…',
    initial: '',
    secret: true,
    required: true,
    problem: keyProblem,
  },
  {
    id: 'organization',
    label: 'Organization, where the key belongs to several',
    example: 'org-…',
    initial: '',
    secret: false,
    required: false,
    problem: (text) => (/^org-[\w-]{1,100}$/.test(text) ? null : 'An organization begins with org-.'),
  },
  {
    id: 'project',
    label: 'Project, where its use is to be billed to one',
    example: 'proj_…',
    initial: '',
    secret: false,
    required: false,
    problem: (text) => (/^proj_[\w-]{1,100}$/.test(text) ? null : 'A project begins with proj_.'),
  },
];

/** What is wrong with the text as a key of OpenAI's platform, or `null`. */
export function keyProblem(text: string): string | null {
  if (text.startsWith('sk-ant-')) return 'This is a key of Anthropic.';
  if (!text.startsWith('sk-')) return 'An API key of OpenAI begins with sk-.';
  return /^[\x21-\x7e]{21,500}$/.test(text) ? null : 'The key is not complete.';
}

/** Sign-in with a key of OpenAI's platform, which bills by use. */
export function apiKeyMethod(settings: OpenAiSettings): FormMethod {
  return {
    kind: 'form',
    id: 'api-key',
    label: 'OpenAI API key',
    detail: 'Pay by use on OpenAI’s platform',
    fields,
    origins: () => [settings.api.origin],
    submit: (values, call) => signInWithKey(settings, filledIn(values), call),
  };
}

/** Proves a key and makes its account. Throws `key-refused`, and what stood in the way of the proof. */
export async function signInWithKey(settings: OpenAiSettings, key: ApiKey, call: Call): Promise<SignedIn> {
  try {
    await proveKey(settings, key, call);
  } catch (error) {
    throw keyRefusal(error, 'OpenAI does not know this key.');
  }
  return { account: await accountFor(settings, key), credential: { kind: 'api-key', ...key }, notice: null };
}

function filledIn({ texts, secrets }: FormValues): ApiKey {
  const key = secrets.get('key');
  if (key === undefined) throw new MaestroError({ code: 'internal', detail: 'no key was filled in' });
  return { key, organization: texts.get('organization') ?? null, project: texts.get('project') ?? null };
}

async function accountFor({ api }: OpenAiSettings, { key, organization, project }: ApiKey): Promise<Account> {
  const { fingerprint, ending } = await keyFacts(key);
  return {
    vendor: vendorId('openai'),
    id: await accountIdOf('openai', 'api-key', api.href, fingerprint, organization ?? '', project ?? ''),
    method: 'api-key',
    label: keyLabel('OpenAI key', ending),
    email: null,
    plan: null,
    workspace: null,
    baseUrl: null,
    origins: [api.origin],
  };
}
