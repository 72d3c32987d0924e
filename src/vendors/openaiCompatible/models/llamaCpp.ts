import { type Json, member, numberAt, objectAt } from '../../../core/json.ts';
import type { Model } from '../../../core/model.ts';
import type { Call } from '../../../core/vendor.ts';
import type { Server } from '../server.ts';
import { askBeside } from './native.ts';
import { windowOf } from './window.ts';

/**
 * The one model that a llama.cpp server runs, with the window and the senses that it was started with (llama.cpp server
 * documentation, `GET /props`). A server with several models tells these of none.
 */
export async function withProps(models: readonly Model[], server: Server, call: Call): Promise<readonly Model[]> {
  const [only] = models;
  if (only === undefined || models.length > 1) return models;
  const props = await askBeside(server, 'props', call);
  return [props === null ? only : withFacts(only, props)];
}

function withFacts(model: Model, props: Json): Model {
  const contextLength = numberAt(objectAt(props, 'default_generation_settings'), 'n_ctx');
  const vision = member(objectAt(props, 'modalities'), 'vision');
  return {
    ...model,
    limits: contextLength === null ? model.limits : windowOf(contextLength, null),
    can: { ...model.can, images: typeof vision === 'boolean' ? vision : model.can.images },
  };
}
