import { vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import { MessagesDecoder } from '../../protocols/anthropicMessages/decode.ts';
import type { Surroundings } from '../surroundings.ts';
import { apiKeyMethod } from './apiKey.ts';
import { anthropicApi } from './constants.ts';
import { encode } from './encode.ts';
import { environmentMethod } from './environment.ts';
import { explain } from './failures.ts';
import { knownModels } from './knownModels.ts';
import { limits } from './limits.ts';
import { listModels } from './models.ts';
import { oauthMethod } from './oauth.ts';
import { readTokenUrl } from './registration.ts';
import { renew } from './renew.ts';
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
    listModels: (_, credential, call, etag) => listModels(settings(), credential, call, etag),
    usagePage: ({ origins }) => (origins.includes(anthropicApi.origin) ? new URL(anthropicApi.usagePage) : null),
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new MessagesDecoder(issuer),
    explain,
    limits,
    renew: (account, credential, call) =>
      renew(readTokenUrl(surroundings), surroundings.version, account, credential, call),
  };
}
