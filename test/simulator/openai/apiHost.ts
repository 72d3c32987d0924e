import { arrayAt, isObject, member, parseJson } from '../../../src/core/json.ts';
import { wrongHeaderOrder } from '../headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from '../received.ts';
import { json, type Reply } from '../reply.ts';
import { type Bearer, readBearer } from './bearer.ts';
import type { Grant } from './grant.ts';
import { platformHeaders } from './limits.ts';
import { refusePlatform as refuse } from './platformRefusal.ts';
import { answerEvents, wholeAnswer } from './respond.ts';
import { wrongPlatformBody } from './responsesBody.ts';
import { responseFrames } from './responsesStream.ts';
import { serveSharedPlan } from './siwc/inference.ts';
import type { World } from './world.ts';

/** Relative order that Maestro promises for the platform API; the last two are for accounts that have them. */
const headerOrder = ['Authorization', 'version', 'OpenAI-Organization', 'OpenAI-Project'];

/** api.openai.com/v1: inference and the list of models, with an API key or a token of "Sign in with ChatGPT". */
export function apiHost(request: Received, world: World): Reply {
  const bearer = readBearer(request, world);
  if ('grant' in bearer && bearer.grant.kind === 'siwc') {
    return serveSharedPlan(request, world, bearer.grant, bearer.kind);
  }
  switch (`${request.method} ${request.path}`) {
    case 'POST /responses':
      return guarded(request, bearer, 'api.responses.write', (grant) => respond(request, world, grant));
    case 'GET /models':
      return guarded(request, bearer, 'api.model.read', () =>
        json(200, world.catalogue.platformList(), platformHeaders(world)),
      );
    default:
      return refuse(404, { message: `Invalid URL (${request.method} /v1${request.path})` });
  }
}

function guarded(request: Received, bearer: Bearer, scope: string, serve: (grant: Grant) => Reply): Reply {
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
  const owner = `platform:${persona.accountId}`;
  const problem =
    wrongPlatformBody(body, world.catalogue.slugs) ??
    world.catalogue.wrongFor(body) ??
    world.reasoning.wrongIn(arrayAt(body, 'input'), owner);
  if (problem !== null) return refuse(problem.code === 'model_not_found' ? 404 : 400, problem);
  const events = answerEvents(body, { persona, via: 'the platform API', owner }, world);
  const headers = platformHeaders(world);
  if (member(body, 'stream') !== true) return json(200, wholeAnswer(events), headers);
  const streaming = { 'content-type': 'text/event-stream; charset=utf-8', ...headers };
  return { kind: 'stream', headers: streaming, frames: responseFrames(events) };
}

function unauthorized(kind: Exclude<Bearer['kind'], 'api-key'>, scope: string): Reply {
  switch (kind) {
    case 'codex-token':
    case 'siwc-token':
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
