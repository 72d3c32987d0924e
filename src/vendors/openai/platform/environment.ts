import { environmentKeyMethod } from '../../../core/auth/environmentKey.ts';
import type { ImportMethod } from '../../../core/auth/method.ts';
import type { Surroundings } from '../../surroundings.ts';
import { apiSetting, type OpenAiSettings } from '../settings.ts';
import { keyProblem, signInWithKey } from './apiKey.ts';

/** Takes over the key that OpenAI's own libraries would use, for the organization and project that they would name. */
export function environmentMethod(settings: OpenAiSettings, { environment }: Surroundings): ImportMethod {
  return environmentKeyMethod(
    {
      id: 'environment',
      label: 'OpenAI API key from the environment',
      variables: ['OPENAI_API_KEY'],
      addresses: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
      api: settings.api,
      setting: apiSetting,
      problem: keyProblem,
      signIn(key, call) {
        const organization = environment('OPENAI_ORG_ID');
        const project = environment('OPENAI_PROJECT_ID');
        return signInWithKey(settings, { key, organization, project }, call);
      },
    },
    environment,
  );
}
