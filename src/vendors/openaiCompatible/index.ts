import { MaestroError } from '../../core/failure.ts';
import { mapNonEmpty, vendorId } from '../../core/model.ts';
import type { Vendor } from '../../core/vendor.ts';
import type { Surroundings } from '../surroundings.ts';
import { environmentMethod } from './environment.ts';
import { openRouterAuto, openRouterDay } from './models/openRouter.ts';
import { presetBehind, presetIds } from './presets.ts';
import { serverOf } from './server.ts';
import { type CompatibleSettings, readCompatibleSettings } from './settings.ts';
import { serverMethod } from './signIn.ts';

/**
 * Servers that speak OpenAI's Chat Completions: one's own, OpenRouter, and any other. Each account is one server with
 * one key.
 */
export function openaiCompatible(surroundings: Surroundings): Vendor {
  const settings = (): CompatibleSettings => readCompatibleSettings(surroundings);
  return {
    id: vendorId('openai-compatible'),
    label: 'OpenAI-compatible server',
    icon: 'server',
    invitation: { label: 'Your own server', detail: 'Ollama, LM Studio, OpenRouter and others' },
    get methods() {
      const now = settings();
      const [first, ...rest] = mapNonEmpty(presetIds, (id) => serverMethod(id, now));
      return [first, ...rest, environmentMethod(now, surroundings)] as const;
    },
    // Only OpenRouter has a name that is always there.
    knownModels: ({ method }) => ({
      models: presetBehind(method).id === 'openrouter' ? [openRouterAuto] : [],
      day: openRouterDay,
    }),
    listModels: async (account, credential, call, etag) =>
      (await import('./models/list.ts')).listModels(serverOf(account, credential, surroundings.version), call, etag),
    usagePage({ method }) {
      const { usagePage } = presetBehind(method);
      return usagePage === null ? null : new URL(usagePage);
    },
    wire: async () => (await import('./wire.ts')).wire(settings),
    // A key has no session behind it that could be renewed or revoked: it is deleted where it was made.
    renew: () => Promise.reject(new MaestroError({ code: 'credential-rejected' })),
  };
}
