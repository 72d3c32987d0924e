import type { Wire } from '../../core/vendor.ts';
import { ResponsesDecoder } from '../../protocols/openaiResponses/decode.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import { readLimits } from './limits.ts';
import type { OpenAiSettings } from './settings.ts';

/** How the Responses API is asked, and its answers read. `settings` are those of the moment. */
export function wire(settings: () => OpenAiSettings): Wire {
  return {
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new ResponsesDecoder(issuer),
    explain,
    limits: readLimits,
  };
}
