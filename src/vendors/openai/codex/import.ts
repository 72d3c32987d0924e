import { keyFacts } from '../../../core/accounts/identity.ts';
import type { Found, ImportMethod } from '../../../core/auth/method.ts';
import { cleanStringAt } from '../../../core/cleanText.ts';
import { MaestroError } from '../../../core/failure.ts';
import { type Json, objectAt, parseJson, stringAt } from '../../../core/json.ts';
import { Secret } from '../../../core/secret.ts';
import { sentence } from '../../../core/sentence.ts';
import type { Surroundings } from '../../surroundings.ts';
import { chatgptMethod } from '../chatgpt/signIn.ts';
import { keyProblem, signInWithKey } from '../platform/apiKey.ts';
import type { OpenAiSettings } from '../settings.ts';
import { claimsOf } from '../tokens.ts';

/**
 * Looks at the sign-in of OpenAI's Codex CLI, in `$CODEX_HOME/auth.json`. An API key is copied. Tokens are never taken: each
 * renewal uses the refresh token up, so two programs with the same one log each other out.
 */
export function codexMethod(settings: OpenAiSettings, { environment, readFile }: Surroundings): ImportMethod {
  return {
    kind: 'import',
    id: 'codex',
    label: 'Sign-in of the Codex CLI',
    detail: 'Copies its API key, or signs in to the same ChatGPT account',
    async find(): Promise<Found> {
      const path = `${(environment('CODEX_HOME') ?? '~/.codex').replace(/[\\/]+$/, '')}/auth.json`;
      const text = await readFile(path);
      if (text === null) throw nothing(`There is no ${path}, or Codex keeps its sign-in in the system’s keyring.`);
      const found = await foundIn(settings, parseJson(text));
      if (found === null) throw nothing(`${path} holds no sign-in that Maestro can use.`);
      return found;
    },
  };
}

/** Codex may keep a key beside the session that it was traded for; the session is what the person signed in with. */
async function foundIn(settings: OpenAiSettings, root: Json | undefined): Promise<Found | null> {
  const idToken = stringAt(objectAt(root, 'tokens'), 'id_token') ?? '';
  if (idToken !== '' && stringAt(root, 'auth_mode') !== 'apikey') return session(settings, new Secret(idToken));
  const key = stringAt(root, 'OPENAI_API_KEY') ?? '';
  return keyProblem(key) === null ? copy(settings, new Secret(key)) : null;
}

function session(settings: OpenAiSettings, idToken: Secret): Found {
  const email = cleanStringAt(claimsOf(idToken), 'email');
  return {
    kind: 'sign-in',
    what:
      email === null
        ? sentence('Codex is signed in to ChatGPT. Maestro opens a sign-in of its own and leaves that of Codex alone.')
        : sentence(
            'Codex is signed in as {0}. Maestro opens a sign-in of its own for it and leaves that of Codex alone.',
            email,
          ),
    method: chatgptMethod(settings, email),
  };
}

async function copy(settings: OpenAiSettings, key: Secret): Promise<Found> {
  const { ending } = await keyFacts(key);
  return {
    kind: 'credential',
    what: sentence('Codex has an API key that ends in {0}. Maestro checks it and keeps a copy.', ending),
    origins: [settings.api.origin],
    take: (call) => signInWithKey(settings, { key, organization: null, project: null }, call),
  };
}

function nothing(detail: string): MaestroError {
  return new MaestroError({ code: 'nothing-to-import', detail });
}
