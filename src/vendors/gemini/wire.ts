import type { Wire } from '../../core/vendor.ts';
import { GeminiDecoder } from '../../protocols/gemini/decode.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import type { GeminiSettings } from './settings.ts';

/** How Gemini is asked, and its answers read. `settings` are those of the moment. */
export function wire(settings: () => GeminiSettings): Wire {
  return {
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new GeminiDecoder(issuer, crypto.randomUUID()),
    explain,
    // Google tells what is left of a quota only on its usage page.
    limits: () => [],
  };
}
