import { type NonEmpty, vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import { ResponsesDecoder } from '../../protocols/openaiResponses/decode.ts';
import { encode } from './encode.ts';
import { explain } from './failures.ts';
import { models } from './models.ts';
import { renew } from './renew.ts';
import type { OpenAiSettings } from './settings.ts';
import { chatgptMethod } from './signIn.ts';

/** OpenAI: ChatGPT plans and workspaces. `settings` is called at each use and may throw `bad-setting`. */
export function openai(settings: () => OpenAiSettings): Vendor {
  return {
    id: vendorId('openai'),
    label: 'OpenAI',
    models,
    usagePage: new URL('https://chatgpt.com/settings/usage'),
    get origins() {
      return origins(settings());
    },
    get methods() {
      const now = settings();
      return [chatgptMethod(now, origins(now))] as const;
    },
    encode: (request, account, credential) => encode(settings(), request, account, credential),
    decoder: () => new ResponsesDecoder(),
    explain,
    renew: (credential, call, keep) => renew(settings(), credential, call, keep),
  };
}

function origins({ auth, chatgpt, api }: OpenAiSettings): NonEmpty<string> {
  return [auth.origin, chatgpt.origin, api.origin];
}
