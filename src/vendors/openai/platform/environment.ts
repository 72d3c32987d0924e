import { keyFacts } from '../../../core/accounts/identity.ts';
import type { Found, ImportMethod } from '../../../core/auth/method.ts';
import { MaestroError } from '../../../core/failure.ts';
import { Secret } from '../../../core/secret.ts';
import type { Surroundings } from '../../surroundings.ts';
import type { OpenAiSettings } from '../settings.ts';
import { keyProblem, signInWithKey } from './apiKey.ts';

/** Takes over the key that OpenAI's own libraries would use, from the environment that VS Code was started in. */
export function environmentMethod(settings: OpenAiSettings, { environment }: Surroundings): ImportMethod {
  return {
    kind: 'import',
    id: 'environment',
    label: 'OpenAI API key from the environment',
    detail: 'Copies the key in OPENAI_API_KEY',
    isThere: () => environment('OPENAI_API_KEY') !== null,
    async find(): Promise<Found> {
      const text = environment('OPENAI_API_KEY')?.trim() ?? '';
      if (text === '') throw nothing('The environment of VS Code has no OPENAI_API_KEY.');
      const problem = keyProblem(text);
      if (problem !== null) throw nothing(`OPENAI_API_KEY cannot be used. ${problem}`);
      const key = new Secret(text);
      const organization = environment('OPENAI_ORG_ID');
      const project = environment('OPENAI_PROJECT_ID');
      return {
        kind: 'credential',
        what: `OPENAI_API_KEY holds a key that ends in ${(await keyFacts(key)).ending}. Maestro checks it and keeps a copy.`,
        origins: [settings.api.origin],
        take: (call) => signInWithKey(settings, { key, organization, project }, call),
      };
    },
  };
}

function nothing(detail: string): MaestroError {
  return new MaestroError({ code: 'nothing-to-import', detail });
}
