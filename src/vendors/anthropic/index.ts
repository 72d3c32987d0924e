import { vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { apiKeyMethod } from './apiKey.ts';
import { anthropicApi } from './constants.ts';
import { environmentMethod } from './environment.ts';
import { knownModels } from './knownModels.ts';
import { oauthMethod } from './oauth.ts';
import { readTokenUrl } from './registration.ts';
import { type AnthropicSettings, readAnthropicSettings } from './settings.ts';

/** Anthropic: API keys, and tokens of OAuth clients that the person is entitled to. */
export function anthropic(surroundings: Surroundings): Vendor {
  const settings = (): AnthropicSettings => readAnthropicSettings(surroundings);
  return {
    id: vendorId('anthropic'),
    label: 'Anthropic',
    icon: 'compass',
    invitation: { label: 'Anthropic', detail: 'Claude, with an API key or your organization’s sign-in' },
    get methods() {
      const now = settings();
      return [apiKeyMethod(now), oauthMethod(now, surroundings), environmentMethod(now, surroundings)] as const;
    },
    knownModels: () => knownModels,
    listModels: async (_, credential, call, etag) =>
      (await import('./models.ts')).listModels(settings(), credential, call, etag),
    usagePage: ({ origins }) => (origins.includes(anthropicApi.origin) ? new URL(anthropicApi.usagePage) : null),
    wire: async () => (await import('./wire.ts')).wire(settings),
    renew: async (account, credential, call) =>
      (await import('./renew.ts')).renew(readTokenUrl(surroundings), surroundings.version, account, credential, call),
  };
}
