import type { Wire } from '../../core/vendor.ts';
import { MessagesDecoder } from '../../protocols/anthropicMessages/decode.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import { limits } from './limits.ts';
import type { AnthropicSettings } from './settings.ts';

/** How the Messages API is asked, and its answers read. `settings` are those of the moment. */
export function wire(settings: () => AnthropicSettings): Wire {
  return {
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: (issuer) => new MessagesDecoder(issuer),
    explain,
    limits,
  };
}
