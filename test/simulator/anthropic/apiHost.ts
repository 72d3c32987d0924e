import { isObject, type JsonObject, member, parseJson, stringAt } from '../../../src/core/json.ts';
import { answerTo } from '../answers.ts';
import type { Received } from '../received.ts';
import { json, type Reply, type ReplyHeaders } from '../reply.ts';
import { type Caller, isProblem, readCaller } from './caller.ts';
import { wrongBody } from './messagesBody.ts';
import { messageEvents, messageFrames, wholeMessage } from './messagesStream.ts';
import { modelInfo } from './models.ts';
import type { Persona } from './personas.ts';
import { readConversation } from './readConversation.ts';
import { invalid, type Problem, refuse } from './refusal.ts';
import { tokenEndpoint } from './tokenEndpoint.ts';
import type { World } from './world.ts';

/** api.anthropic.com: messages, the list of models, and the token endpoint that the vendor's own client uses. */
export function apiHost(request: Received, world: World): Reply {
  if (request.method === 'POST' && request.path === '/v1/oauth/token') return tokenEndpoint(request, world);
  const caller = readCaller(request, world);
  if (isProblem(caller)) return refuse(caller);
  switch (`${request.method} ${request.path}`) {
    case 'POST /v1/messages':
      return respond(request, world, caller);
    case 'GET /v1/models':
      return listModels(request, world);
    default:
      return refuse({ type: 'not_found_error', message: 'Not Found' });
  }
}

function respond(request: Received, world: World, caller: Caller): Reply {
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(invalid('The request body is not valid JSON'));
  const { persona } = caller.grant;
  const problem = unfit(persona, caller) ?? wrongSystem(body, world, caller) ?? wrongBody(body, world.models);
  if (problem !== null) return refuse(problem);
  const model = world.models.find(({ id }) => id === stringAt(body, 'model'));
  if (model === undefined) return refuse({ type: 'not_found_error', message: 'model: it is missing' });
  const owner = persona.organization.id;
  const wrongThinking = world.thinking.wrongIn(body, model, owner);
  if (wrongThinking !== null) return refuse(invalid(wrongThinking));
  const conversation = readConversation(body);
  const asker = { ...persona, plan: persona.about, model: model.id, via: `the Messages API with a ${caller.with}` };
  const events = messageEvents(answerTo(conversation, asker), {
    body,
    model,
    conversation,
    deltaMs: world.deltaMs,
    sign: (thinking) => world.thinking.sign(thinking, body, owner),
  });
  const headers = { 'request-id': 'req_sim_0123456789', ...limitHeaders(world, caller) };
  if (member(body, 'stream') !== true) return json(200, wholeMessage(events), headers);
  const streaming = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers };
  return { kind: 'stream', headers: streaming, frames: messageFrames(events) };
}

/** What stands between this person and an answer. */
function unfit({ standing }: Persona, caller: Caller): Problem | null {
  switch (standing) {
    case 'no-credit':
      return invalid(
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      );
    case 'on-hold':
      return { type: 'permission_error', message: 'This organization has been disabled.' };
    case 'other-product-only':
      if (caller.with === 'key') return null;
      return invalid(
        'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
      );
    case 'good':
      return null;
    default:
      return standing satisfies never;
  }
}

/** Some registrations demand that what their tokens ask begins with a system block of theirs. */
function wrongSystem(body: JsonObject, { systemPrompt }: World, caller: Caller): Problem | null {
  if (systemPrompt === '') return null;
  const system = member(body, 'system');
  const first = Array.isArray(system) ? stringAt(system[0], 'text') : system;
  if (caller.with === 'token' && first !== systemPrompt) {
    return invalid('system: the first block must be the one of this client’s registration');
  }
  if (caller.with === 'key' && first === systemPrompt) return invalid('system: a key has no registration');
  return null;
}

function listModels(request: Received, world: World): Reply {
  const limit = Number(request.query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    return refuse(invalid('limit: it must be from 1 to 1000'));
  const after = request.query.get('after_id');
  const begin = after === null ? 0 : world.models.findIndex(({ id }) => id === after) + 1;
  if (after !== null && begin === 0) return refuse(invalid(`after_id: ${after} is not known`));
  const size = Math.min(limit, world.modelsPerPage);
  const data = world.models.slice(begin, begin + size);
  return json(200, {
    data: data.map(modelInfo),
    has_more: begin + size < world.models.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

/** Keys have the organization's limits; tokens those of a plan as well. */
function limitHeaders(world: World, caller: Caller): ReplyHeaders {
  const now = world.now();
  const counted = {
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': new Date(now + 60_000).toISOString(),
    'anthropic-ratelimit-input-tokens-limit': '100000',
    'anthropic-ratelimit-input-tokens-remaining': '75000',
    'anthropic-ratelimit-input-tokens-reset': new Date(now + 15_000).toISOString(),
  };
  if (caller.with === 'key') return counted;
  const seconds = Math.floor(now / 1000);
  return {
    ...counted,
    'anthropic-ratelimit-unified-status': 'allowed',
    'anthropic-ratelimit-unified-5h-utilization': '0.42',
    'anthropic-ratelimit-unified-5h-reset': String(seconds + 900),
    'anthropic-ratelimit-unified-7d-utilization': '0.3',
    'anthropic-ratelimit-unified-7d-reset': String(seconds + 86_400),
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    'anthropic-ratelimit-unified-reset': String(seconds + 900),
  };
}
