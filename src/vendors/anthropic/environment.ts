import type { Found, ImportMethod } from '../../core/auth/method.ts';
import { MaestroError } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountOfKey } from './accounts.ts';
import { type AnthropicSettings, apiSetting } from './settings.ts';

const variables = [
  ['ANTHROPIC_API_KEY', 'key'],
  ['ANTHROPIC_AUTH_TOKEN', 'token'],
] as const;

/** The key or token that Anthropic's own programs take from the environment. */
export function environmentMethod(settings: AnthropicSettings, { environment }: Surroundings): ImportMethod {
  return {
    kind: 'import',
    id: 'environment',
    label: 'Anthropic key from the environment',
    detail: 'Copy the key of ANTHROPIC_API_KEY, or the token of ANTHROPIC_AUTH_TOKEN',
    isThere: () => variables.some(([name]) => environment(name) !== null),
    async find(): Promise<Found> {
      checkAddress(settings, environment('ANTHROPIC_BASE_URL'));
      for (const [name, as] of variables) {
        const value = environment(name)?.trim() ?? '';
        if (value === '') continue;
        return {
          kind: 'credential',
          what: `${name} is set. Its ${as} will be copied into VS Code’s secret storage and sent to ${settings.api.host} only.`,
          origins: [settings.api.origin],
          take: (call) => accountOfKey(settings, 'environment', new Secret(value), as, call),
        };
      }
      const detail = 'neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set where VS Code was started';
      throw new MaestroError({ code: 'nothing-to-import', detail });
    },
  };
}

/** A key that the environment means for a gateway must not go to Anthropic, nor the other way round. */
function checkAddress({ api }: AnthropicSettings, address: string | null): void {
  if (address === null || (URL.canParse(address) && new URL(address).origin === api.origin)) return;
  const detail = `ANTHROPIC_BASE_URL names another server than ${api.host}; set the same address here first`;
  throw new MaestroError({ code: 'bad-setting', setting: apiSetting, detail });
}
