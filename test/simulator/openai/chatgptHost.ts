import { arrayAt, isObject, parseJson } from '../../../src/core/json.ts';
import { wrongHeaderOrder } from '../headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from '../received.ts';
import { json, type Reply, whole } from '../reply.ts';
import { type Bearer, readBearer } from './bearer.ts';
import { planEvent, planHeaders, planUsage } from './limits.ts';
import type { Persona } from './personas.ts';
import { answerEvents } from './respond.ts';
import { wrongChatgptBody } from './responsesBody.ts';
import { responseFrames } from './responsesStream.ts';
import type { World } from './world.ts';

/** Case and relative order that Maestro promises for the ChatGPT backend, and what every request must have of it. */
const headerOrder = ['Authorization', 'chatgpt-account-id', 'Content-Type', 'OpenAI-Beta', 'User-Agent'];
const always = ['Authorization', 'chatgpt-account-id', 'User-Agent'];

/** chatgpt.com/backend-api: inference on the person's ChatGPT plan, its models, and how much of it is used. */
export function chatgptHost(request: Received, world: World): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'POST /codex/responses':
      return guarded(request, world, headerOrder, (persona) => respond(request, world, persona));
    case 'GET /codex/models':
      return guarded(request, world, always, () => listModels(request, world));
    case 'GET /wham/usage':
      return guarded(request, world, always, (persona) => json(200, planUsage(persona, world)));
    default:
      return refuse(404, 'Not Found');
  }
}

function guarded(
  request: Received,
  world: World,
  required: readonly string[],
  serve: (persona: Persona) => Reply,
): Reply {
  const bearer = readBearer(request, world);
  if (bearer.kind !== 'codex-token') return unauthorized(bearer.kind);
  const { persona } = bearer.grant;
  const wrong = wrongHeaderOrder(request.headers, headerOrder, required);
  if (wrong !== null) return refuse(400, wrong);
  if (headerOf(request, 'chatgpt-account-id') !== persona.accountId) {
    return refuse(400, 'The chatgpt-account-id is not the account of the access token.');
  }
  if (headerOf(request, 'x-openai-fedramp') !== (persona.isFedramp ? 'true' : null)) {
    return refuse(403, 'X-OpenAI-Fedramp must be true for a government workspace, and missing for any other.');
  }
  const isOurs = headerOf(request, 'user-agent')?.startsWith('TheMaestro/') === true;
  return isOurs ? serve(persona) : refuse(400, 'The User-Agent must start with TheMaestro/.');
}

function respond(request: Received, world: World, persona: Persona): Reply {
  if (mediaTypeOf(request) !== 'application/json') return refuse(400, 'The Content-Type must be application/json.');
  if (headerOf(request, 'openai-beta') !== 'responses=experimental') {
    return refuse(400, 'OpenAI-Beta must be responses=experimental.');
  }
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(400, 'The body is not a JSON object.');
  const problem = wrongChatgptBody(body, world.catalogue.slugs) ?? world.catalogue.wrongFor(body);
  if (problem !== null) return refuse(400, problem.message);
  const owner = `codex:${persona.accountId}`;
  const foreign = world.reasoning.wrongIn(arrayAt(body, 'input'), owner);
  if (foreign !== null) return json(400, { error: { type: 'invalid_request_error', ...foreign } });
  const closing = planEvent(persona, world);
  const events = answerEvents(body, { persona, via: 'the ChatGPT backend', owner, closing }, world);
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return {
    kind: 'stream',
    headers: { ...headers, ...planHeaders(persona, world) },
    frames: responseFrames(events),
  };
}

/** The catalogue. The client must say which version it is; models that are too new for it are left out. */
function listModels(request: Received, world: World): Reply {
  const version = request.query.get('client_version') ?? '';
  if (!/^\d+\.\d+\.\d+$/.test(version))
    return refuse(400, 'client_version must be three numbers with dots between them.');
  const { etag } = world.catalogue;
  if (headerOf(request, 'if-none-match') === etag) return whole(304, { etag }, '');
  return json(200, world.catalogue.backendList(version), { etag });
}

function unauthorized(kind: Exclude<Bearer['kind'], 'codex-token'>): Reply {
  switch (kind) {
    case 'missing':
      return refuse(401, 'Unauthorized');
    case 'expired':
      return refuseToken('token_expired', 'Provided authentication token is expired. Please try signing in again.');
    case 'revoked':
      return refuseToken(
        'token_invalidated',
        'Your authentication token has been invalidated. Please try signing in again.',
      );
    case 'siwc-token':
      return refuseToken('rejected_by_access_enforcement', 'This token may not be used here.');
    case 'malformed':
    case 'unknown':
    case 'api-key':
      return refuseToken('invalid_jwt', 'Could not parse your authentication token. Please try signing in again.');
    default:
      return kind satisfies never;
  }
}

function refuseToken(code: string, message: string): Reply {
  return json(401, { error: { message, type: 'invalid_request_error', code, param: null }, status: 401 });
}

function refuse(status: number, detail: string): Reply {
  return json(status, { detail });
}
