import { failureOf } from '../../core/failure.ts';
import { type Account, type Credential, isSession, vendorId } from '../../core/model.ts';
import type { Call, ModelList, Vendor } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { chatgptDeviceMethod } from './chatgpt/device.ts';
import { renewChatgpt } from './chatgpt/renew.ts';
import { chatgptRevocation } from './chatgpt/revoke.ts';
import { chatgptMethod } from './chatgpt/signIn.ts';
import { askUsage } from './chatgpt/usage.ts';
import { codexMethod } from './codex/import.ts';
import { knownModels, modelNamed, type Way } from './models/known.ts';
import { listModels } from './models/list.ts';
import { apiKeyMethod } from './platform/apiKey.ts';
import { environmentMethod } from './platform/environment.ts';
import { routeOf } from './route.ts';
import { type OpenAiSettings, readOpenAiSettings } from './settings.ts';
import { sharing } from './sharing/constants.ts';
import { askAgain, renewSharing } from './sharing/renew.ts';
import { sharingRevocation } from './sharing/revoke.ts';
import { sharingMethod } from './sharing/signIn.ts';

const usagePages = { plan: 'https://chatgpt.com/settings/usage', platform: 'https://platform.openai.com/usage' };

/** OpenAI: a ChatGPT plan shared or signed in to, a company's ChatGPT workspace, or the platform by API key. */
export function openai(surroundings: Surroundings): Vendor {
  const { memory } = surroundings;
  const settings = (): OpenAiSettings => readOpenAiSettings(surroundings);
  return {
    id: vendorId('openai'),
    label: 'OpenAI',
    icon: 'hubot',
    invitation: { label: 'OpenAI', detail: 'With your ChatGPT plan or an API key' },
    get methods() {
      const now = settings();
      return [
        sharingMethod(now, memory),
        chatgptMethod(now, null),
        chatgptDeviceMethod(now),
        apiKeyMethod(now),
        codexMethod(now, surroundings),
        environmentMethod(now, surroundings),
      ] as const;
    },
    knownModels: (account) => knownModels(wayOf(account)),
    modelNamed: (account, id) => modelNamed(wayOf(account), id),
    listModels: (account, credential, call, etag) => list(account, credential, call, etag),
    // OpenAI wants it said where a shared plan is used (Sign in with ChatGPT, UI guidelines).
    planNotice: (account) => (isShared(account) ? 'Using ChatGPT plan' : null),
    usagePage: (account) => new URL(usagePages[wayOf(account)]),
    async askUsage(account, credential, call) {
      const { kind, headers } = routeOf(settings(), account, credential);
      // Only the ChatGPT backend tells it; a shared plan's tokens are refused there.
      return kind === 'chatgpt' ? askUsage(settings(), headers, call) : null;
    },
    wire: async () => (await import('./wire.ts')).wire(settings),
    async renew(account, credential, call, task) {
      if (!isShared(account)) return renewChatgpt(settings(), account, credential, call, task);
      const tokens = await renewSharing(settings(), memory, credential.tokens, call);
      return { credential: { kind: 'oauth', tokens }, plan: account.plan };
    },
    revocation(account, credential) {
      if (!isSession(credential)) return null;
      const revocation = isShared(account) ? sharingRevocation : chatgptRevocation;
      return revocation(settings, credential.tokens);
    },
  };

  async function list(
    account: Account,
    credential: Credential,
    call: Call,
    etag: string | null,
  ): Promise<ModelList | 'unchanged'> {
    try {
      return await listModels(routeOf(settings(), account, credential), call, etag);
    } catch (error) {
      // A live token that may not see the models has lost its permission; a renewal does not bring that back.
      if (isShared(account) && failureOf(error).code === 'credential-rejected') await askAgain(settings(), memory);
      throw error;
    }
  }
}

function isShared({ method }: Account): boolean {
  return method === sharing.methodId;
}

function wayOf({ method }: Account): Way {
  return method === 'api-key' ? 'platform' : 'plan';
}
