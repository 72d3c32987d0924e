import { MaestroError } from '../../core/failure.ts';
import { vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import { GeminiDecoder } from '../../protocols/gemini/decode.ts';
import type { Surroundings } from '../surroundings.ts';
import { geminiApi } from './constants.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import { knownModels } from './knownModels.ts';
import { listModels } from './models.ts';
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
    listModels: (_account, credential, call, etag) => listModels(settings(), credential, call, etag),
    usagePage: () => new URL(geminiApi.usagePage),
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new GeminiDecoder(issuer, crypto.randomUUID()),
    explain,
    // Google tells what is left of a quota only on its usage page.
    limits: () => [],
    // A key has no session behind it that could be renewed or revoked: it is deleted where it was made.
    renew: () => Promise.reject(new MaestroError({ code: 'credential-rejected' })),
  };
}
