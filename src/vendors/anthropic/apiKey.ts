import type { FormMethod } from '../../core/auth/method.ts';
import { MaestroError } from '../../core/failure.ts';
import { accountOfKey } from './accounts.ts';
import { prefixes } from './constants.ts';
import type { AnthropicSettings } from './settings.ts';

/** An API key, or a long-lived access token in its place. */
export function apiKeyMethod(settings: AnthropicSettings): FormMethod {
  return {
    kind: 'form',
    id: 'api-key',
    label: 'Anthropic API key',
    detail: 'Paste a key from the Claude Console; it is checked before it is kept',
    fields: [
      {
        id: 'key',
        label: 'API key',
        example: 'sk-ant-api03-…',
        initial: '',
        secret: true,
        required: true,
        problem: keyProblem,
      },
    ],
    origins: () => [settings.api.origin],
    async submit({ secrets }, call) {
      const key = secrets.get('key');
      if (key?.matches(usable) !== true) {
        throw new MaestroError({ code: 'key-refused', detail: 'It does not look like an Anthropic API key.' });
      }
      return accountOfKey(settings, 'api-key', key, 'key', call);
    },
  };
}

/** An API key or an OAuth access token, at least so long that something random follows the prefix. */
const usable = /^sk-ant-(api|oat)[\w-]{16,}$/;

/** What is wrong with the text as an API key, as one sentence for the person; `null` if it may be one. */
function keyProblem(text: string): string | null {
  if (usable.test(text)) return null;
  if (prefixes.refreshToken.test(text)) {
    return 'This is a refresh token, which cannot be used by itself. Paste an API key (sk-ant-api…).';
  }
  if (prefixes.adminKey.test(text)) {
    return 'This is an admin key, which may not ask models. Paste an API key (sk-ant-api…).';
  }
  if (/^sk-ant-(api|oat)/.test(text)) return 'The key is not complete, or has characters that no key has.';
  return 'An Anthropic API key begins with sk-ant-api.';
}
