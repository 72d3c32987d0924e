import { keyTextProblem } from '../../core/auth/apiKey.ts';
import { environmentKeyMethod } from '../../core/auth/environmentKey.ts';
import type { ImportMethod } from '../../core/auth/method.ts';
import type { Surroundings } from '../surroundings.ts';
import { openRouterImport, openRouterVariable, presetOf } from './presets.ts';
import { type CompatibleSettings, openRouterSetting } from './settings.ts';
import { signInAt } from './signIn.ts';

/** Takes over the key that OpenRouter's own libraries would use. */
export function environmentMethod(
  { openRouter, version }: CompatibleSettings,
  { environment }: Surroundings,
): ImportMethod {
  return environmentKeyMethod(
    {
      id: openRouterImport,
      label: 'OpenRouter key from the environment',
      variables: [openRouterVariable],
      addresses: ['OPENROUTER_BASE_URL', 'OPENROUTER_API_BASE'],
      api: openRouter,
      setting: openRouterSetting,
      problem: keyTextProblem,
      signIn: (key, call) => signInAt({ preset: presetOf('openrouter'), base: openRouter, key, version }, null, call),
    },
    environment,
  );
}
