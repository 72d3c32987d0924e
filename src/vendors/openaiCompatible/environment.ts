import { keyFacts } from '../../core/accounts/identity.ts';
import type { Found, ImportMethod } from '../../core/auth/method.ts';
import { MaestroError } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { Surroundings } from '../surroundings.ts';
import { openRouterImport, openRouterVariable, presetOf } from './presets.ts';
import type { CompatibleSettings } from './settings.ts';
import { keyProblem, signInAt } from './signIn.ts';

/** Takes over the key that OpenRouter's own libraries would use, from the environment that VS Code was started in. */
export function environmentMethod(
  { openRouter, version }: CompatibleSettings,
  { environment }: Surroundings,
): ImportMethod {
  return {
    kind: 'import',
    id: openRouterImport,
    label: 'OpenRouter key from the environment',
    detail: `Copies the key in ${openRouterVariable}`,
    isThere: () => environment(openRouterVariable) !== null,
    async find(): Promise<Found> {
      const text = environment(openRouterVariable)?.trim() ?? '';
      if (text === '') throw nothing(`The environment of VS Code has no ${openRouterVariable}.`);
      const problem = keyProblem(text);
      if (problem !== null) throw nothing(`${openRouterVariable} cannot be used. ${problem}`);
      const key = new Secret(text);
      const { ending } = await keyFacts(key);
      const server = { preset: presetOf('openrouter'), base: openRouter, key, version };
      return {
        kind: 'credential',
        what: `${openRouterVariable} holds a key that ends in ${ending}. Maestro checks it and keeps a copy.`,
        origins: [openRouter.origin],
        take: (call) => signInAt(server, null, call),
      };
    },
  };
}

function nothing(detail: string): MaestroError {
  return new MaestroError({ code: 'nothing-to-import', detail });
}
