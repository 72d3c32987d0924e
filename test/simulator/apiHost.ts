import { isObject, member, parseJson, stringAt } from '../../src/core/json.ts';
import { answerTo } from './answers.ts';
import { type Bearer, readBearer } from './bearer.ts';
import { readConversation } from './conversation.ts';
import type { Grant } from './grant.ts';
import { wrongHeaderOrder } from './headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from './received.ts';
import { json, type Reply, type ReplyHeaders } from './reply.ts';
import { wrongPlatformBody } from './responsesBody.ts';
import { type ResponseEvent, responseEvents, responseFrames } from './responsesStream.ts';
import type { World } from './world.ts';

/** Relative order that Maestro promises for the platform API; the last two are for accounts that have them. */
const headerOrder = ['Authorization', 'version', 'OpenAI-Organization', 'OpenAI-Project'];

/** api.openai.com/v1: inference with an API key, and the list of models that a health request asks for. */
export function apiHost(request: Received, world: World): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'POST /responses':
      return guarded(request, world, 'api.responses.write', (grant) => respond(request, world, grant));
    case 'GET /models':
      return guarded(request, world, 'api.model.read', () => listModels(world));
    default:
      return refuse(404, { message: `Invalid URL (${request.method} /v1${request.path})` });
  }
}

function guarded(request: Received, world: World, scope: string, serve: (grant: Grant) => Reply): Reply {
  const bearer = readBearer(request, world);
  if (bearer.kind !== 'api-key') return unauthorized(bearer.kind, scope);
  const wrong = wrongHeaderOrder(request.headers, headerOrder, ['Authorization', 'version']);
  if (wrong !== null) return refuse(400, { message: wrong });
  const { organization } = bearer.grant.persona;
  const sentOrganization = headerOf(request, 'openai-organization');
  if (sentOrganization !== null && sentOrganization !== organization?.id) {
    return refuse(401, {
      message: 'OpenAI-Organization header should match organization for API key',
      code: 'mismatched_organization',
    });
  }
  const sentProject = headerOf(request, 'openai-project');
  if (sentProject !== null && sentProject !== organization?.projectId) {
    return refuse(401, {
      message: 'OpenAI-Project header should match project for API key',
      code: 'mismatched_project',
    });
  }
  return serve(bearer.grant);
}

function respond(request: Received, world: World, { persona }: Grant): Reply {
  if (mediaTypeOf(request) !== 'application/json') {
    return refuse(400, { message: 'The Content-Type must be application/json.' });
  }
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(400, { message: 'We could not parse the JSON body of your request.' });
  const problem = wrongPlatformBody(body, world.models);
  if (problem !== null) return refuse(problem.code === 'model_not_found' ? 404 : 400, problem);
  const conversation = readConversation(body);
  const model = stringAt(body, 'model') ?? '';
  const events = responseEvents(answerTo(conversation, { persona, model, via: 'the platform API' }), {
    model,
    instructions: conversation.instructions,
    inputTokens: Math.ceil(request.body.length / 4),
    deltaMs: world.deltaMs,
    nowSeconds: Math.floor(world.now() / 1000),
  });
  const headers = limitHeaders(world);
  if (member(body, 'stream') !== true) return json(200, wholeResponse(events), headers);
  const streaming = { 'content-type': 'text/event-stream; charset=utf-8', ...headers };
  return { kind: 'stream', headers: streaming, frames: responseFrames(events) };
}

/** The answer without streaming: the response object of the last event. */
function wholeResponse(events: Iterable<ResponseEvent>) {
  const last = [...events].at(-1);
  const response = member(last?.data, 'response');
  return isObject(response) ? response : {};
}

function listModels(world: World): Reply {
  const data = world.models.map((id) => ({ id, object: 'model', created: 1_780_000_000, owned_by: 'system' }));
  return json(200, { object: 'list', data }, limitHeaders(world));
}

function limitHeaders(world: World): ReplyHeaders {
  return {
    'x-request-id': `req_sim_${Math.floor(world.now())}`,
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-reset-requests': '6ms',
  };
}

function unauthorized(kind: Exclude<Bearer['kind'], 'api-key'>, scope: string): Reply {
  switch (kind) {
    case 'access-token':
      return refuse(401, {
        message: `You have insufficient permissions for this operation. Missing scopes: ${scope}.`,
        code: 'missing_scope',
      });
    case 'missing':
    case 'malformed':
      return refuse(401, { message: "You didn't provide an API key. Send it as Authorization: Bearer YOUR_KEY." });
    case 'unknown':
    case 'expired':
    case 'revoked':
      return refuse(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' });
    default:
      return kind satisfies never;
  }
}

interface Refusal {
  readonly message: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

function refuse(status: number, { message, param = null, code = null }: Refusal): Reply {
  return json(status, { error: { message, type: 'invalid_request_error', param, code } });
}
