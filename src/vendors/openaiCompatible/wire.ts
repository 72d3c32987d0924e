import type { Wire } from '../../core/vendor.ts';
import { ChatDecoder } from '../../protocols/openaiChat/decode.ts';
import { readLimits } from '../../protocols/openaiChat/limits.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import type { CompatibleSettings } from './settings.ts';

/** How Chat Completions is asked, and its answers read. `settings` are those of the moment. */
export function wire(settings: () => CompatibleSettings): Wire {
  return {
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new ChatDecoder(issuer, crypto.randomUUID().replaceAll('-', '').slice(0, 20)),
    explain,
    limits: readLimits,
  };
}
