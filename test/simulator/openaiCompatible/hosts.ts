import { parseJson, stringAt } from '../../../src/core/json.ts';
import { headerOf, type Received } from '../received.ts';
import { json, plain, type Reply } from '../reply.ts';
import { catalogueOf, lmStudioModels, ollamaModels } from './catalogue.ts';
import { complete } from './completions.ts';
import type { CompatiblePersona } from './personas.ts';
import { basePaths, type CompatibleHost } from './prefixes.ts';
import { refuse } from './refusal.ts';
import type { CompatibleWorld } from './world.ts';

/** Answers for one of the servers: Chat Completions and models below its base URL, and what else it has. */
export function serveHost(request: Received, host: CompatibleHost, world: CompatibleWorld): Reply {
  const { method, path } = request;
  const base = basePaths[host];
  const owner = world.keys.bearer(request);
  if (method === 'GET' && path === `${base}/models`) {
    return needsKey(host) && host !== 'openrouter' && owner === null ? unauthorized(host) : listed(request, host);
  }
  if (needsKey(host) && owner === null) return unauthorized(host);
  if (owner !== null && host === 'openrouter' && `${method} ${path}` === `GET ${base}/key`) return keyFacts(owner);
  if (method === 'POST' && path === `${base}/chat/completions`) {
    if (owner?.id === 'broke') {
      return refuse(host, 402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits');
    }
    return complete(request, host, owner, world);
  }
  return beside(request, host);
}

function needsKey(host: CompatibleHost): boolean {
  return host === 'openrouter' || host === 'vllm';
}

function listed(request: Received, host: CompatibleHost): Reply {
  const data = catalogueOf(host);
  const etag = `W/"${host}-${data.length}"`;
  if (headerOf(request, 'if-none-match') === etag)
    return { kind: 'whole', status: 304, headers: {}, body: Buffer.of() };
  // OpenRouter tags its list; servers on one's own machine do not.
  return json(200, { object: 'list', data }, host === 'openrouter' ? { etag } : {});
}

function unauthorized(host: CompatibleHost): Reply {
  return host === 'vllm' ? json(401, { error: 'Unauthorized' }) : refuse(host, 401, 'User not found.');
}

function keyFacts({ credit }: CompatiblePersona): Reply {
  return json(200, { data: { label: 'sk-or-v1-sim...000', usage: 1, limit: null, limit_remaining: credit } });
}

/** What a server has beside Chat Completions. What none of them has is refused in its own way, LM Studio's with a 200. */
function beside(request: Received, host: CompatibleHost): Reply {
  switch (`${host} ${request.method} ${request.path}`) {
    case 'ollama GET /api/tags':
      return json(200, { models: ollamaModels.map(({ name }) => ({ name, model: name, details: { family: 'sim' } })) });
    case 'ollama POST /api/show':
      return showModel(request);
    case 'lm-studio GET /api/v0/models':
      return json(200, { object: 'list', data: lmStudioModels });
    case 'llama-cpp GET /props':
      return json(200, { default_generation_settings: { n_ctx: 16_384 }, modalities: { vision: false, audio: false } });
    default:
      if (host === 'lm-studio') {
        return json(200, { error: `Unexpected endpoint or method. (${request.method} ${request.path})` });
      }
      return host === 'ollama' ? plain(404, '404 page not found') : json(404, { detail: 'Not Found' });
  }
}

function showModel(request: Received): Reply {
  const name = stringAt(parseJson(request.body), 'model');
  const found = ollamaModels.find((model) => model.name === name);
  return found === undefined ? json(404, { error: `model '${name}' not found` }) : json(200, found.details);
}
