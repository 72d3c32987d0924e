import { MaestroError } from '../../core/failure.ts';
import { vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { geminiApi } from './constants.ts';
import { knownModels } from './knownModels.ts';
import { type GeminiSettings, readGeminiSettings } from './settings.ts';
import { apiKeyMethod, environmentMethod } from './signIn.ts';

/** Google Gemini, with keys of Google AI Studio. */
export function gemini(surroundings: Surroundings): Vendor {
  const settings = (): GeminiSettings => readGeminiSettings(surroundings);
  return {
    id: vendorId('gemini'),
    label: 'Gemini',
    icon: 'sparkle',
    invitation: { label: 'Google Gemini', detail: 'With a key of Google AI Studio' },
    get methods() {
      const now = settings();
      return [apiKeyMethod(now), environmentMethod(now, surroundings)] as const;
    },
    knownModels: () => knownModels,
    listModels: async (_account, credential, call, etag) =>
      (await import('./models.ts')).listModels(settings(), credential, call, etag),
    usagePage: () => new URL(geminiApi.usagePage),
    wire: async () => (await import('./wire.ts')).wire(settings),
    // A key has no session behind it that could be renewed or revoked: it is deleted where it was made.
    renew: () => Promise.reject(new MaestroError({ code: 'credential-rejected' })),
  };
}
