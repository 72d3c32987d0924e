import { keyTextProblem } from '../../core/auth/apiKey.ts';
import { environmentKeyMethod } from '../../core/auth/environmentKey.ts';
import type { ImportMethod } from '../../core/auth/method.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountOfKey } from './accounts.ts';
import { type AnthropicSettings, apiSetting } from './settings.ts';

const tokenVariable = 'ANTHROPIC_AUTH_TOKEN';

/** Takes over the key or token that Anthropic's own programs would use. */
export function environmentMethod(settings: AnthropicSettings, { environment }: Surroundings): ImportMethod {
  return environmentKeyMethod(
    {
      id: 'environment',
      label: 'Anthropic key from the environment',
      variables: ['ANTHROPIC_API_KEY', tokenVariable],
      addresses: ['ANTHROPIC_BASE_URL'],
      api: settings.api,
      setting: apiSetting,
      problem: keyTextProblem,
      signIn(key, call, variable) {
        const as = variable === tokenVariable ? 'token' : 'key';
        return accountOfKey(settings, 'environment', key, as, call);
      },
    },
    environment,
  );
}
