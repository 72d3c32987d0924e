import { below } from '../../../core/baseUrl.ts';
import { MaestroError } from '../../../core/failure.ts';
import type { Model } from '../../../core/model.ts';
import type { Call, ModelList } from '../../../core/vendor.ts';
import { ask } from '../ask.ts';
import { explain } from '../failures.ts';
import type { Server } from '../server.ts';
import { entriesOf, modelsOf } from './entry.ts';
import { withProps } from './llamaCpp.ts';
import { lmStudioModels } from './lmStudio.ts';
import { ollamaModels } from './ollama.ts';
import { autoFirst } from './openRouter.ts';

/**
 * A server's models: from its own interface where that tells more, else from `GET models`. Throws what the answer means
 * where it is no list.
 */
export async function listModels(server: Server, call: Call, etag: string | null): Promise<ModelList | 'unchanged'> {
  const native = await nativeModels(server, call);
  if (native !== null) return { models: native, etag: null };
  const answer = await ask(server, below(server.base, 'models'), call, { post: null, etag });
  if (answer.status === 304 && etag !== null) return 'unchanged';
  if (answer.status !== 200 || answer.json === undefined) {
    const failure = explain(answer);
    throw new MaestroError(
      failure.code === 'model-unavailable' ? { ...failure, code: 'rejected', status: 404 } : failure,
    );
  }
  const models = modelsOf(entriesOf(answer.json));
  const tag = answer.header('etag');
  switch (server.preset.id) {
    case 'openrouter':
      return { models: autoFirst(models), etag: tag };
    case 'llama-cpp':
      return { models: await withProps(models, server, call), etag: null };
    default:
      return { models, etag: tag };
  }
}

/** `null` where the server has no interface of its own, or it cannot be asked: then the common one has the word. */
async function nativeModels(server: Server, call: Call): Promise<readonly Model[] | null> {
  switch (server.preset.id) {
    case 'ollama':
      return ollamaModels(server, call);
    case 'lm-studio':
      return lmStudioModels(server, call);
    default:
      return null;
  }
}
