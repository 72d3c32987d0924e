import { arrayAt, isObject, parseJson } from '../../../../src/core/json.ts';
import { headerOf, mediaTypeOf, type Received } from '../../received.ts';
import { json, type Reply } from '../../reply.ts';
import type { Grant } from '../grant.ts';
import { canSharePlan } from '../personas.ts';
import { refusePlatform } from '../platformRefusal.ts';
import { answerEvents } from '../respond.ts';
import { responseFrames } from '../responsesStream.ts';
import type { World } from '../world.ts';
import { wrongSharedBody } from './sharedBody.ts';
import { planScope } from './terms.ts';

/** Headers that tell of another kind of credential. A token of this kind comes alone. */
const foreignHeaders = [
  'originator',
  'version',
  'chatgpt-account-id',
  'x-openai-fedramp',
  'openai-organization',
  'openai-project',
];

/** api.openai.com/v1 for a token of "Sign in with ChatGPT": inference on the person's plan, and its models. */
export function serveSharedPlan(request: Received, world: World, grant: Grant, standing: string): Reply {
  if (standing === 'expired') return refuse(401, 'token_expired', 'The access token is expired.');
  if (standing === 'revoked')
    return refuse(401, 'subscription_sharing_invalid_user', 'The person has ended the session.');
  const foreign = foreignHeaders.find((name) => headerOf(request, name) !== null);
  if (foreign !== undefined) return refuse(400, null, `The header ${foreign} does not belong to a token of this kind.`);
  if (!grant.scope.split(' ').includes(planScope)) {
    return refuse(403, 'chatpass_v2_scope_not_authorized', `The token lacks the scope ${planScope}.`);
  }
  if (!canSharePlan(grant.persona)) {
    return refuse(403, 'subscription_sharing_user_not_eligible', 'The plan of this person cannot be shared.');
  }
  switch (`${request.method} ${request.path}`) {
    case 'POST /responses':
      return respond(request, world, grant);
    case 'GET /models':
      return json(200, world.catalogue.backendList(null));
    default:
      return refuse(403, 'subscription_sharing_route_not_supported', 'A shared plan cannot be used here.');
  }
}

function respond(request: Received, world: World, { persona, clientId }: Grant): Reply {
  if (mediaTypeOf(request) !== 'application/json') {
    return refuse(400, null, 'The Content-Type must be application/json.');
  }
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(400, null, 'We could not parse the JSON body of your request.');
  const owner = `siwc:${clientId}:${persona.sub}`;
  const wrong =
    wrongSharedBody(body, world.catalogue.slugs) ??
    world.catalogue.wrongFor(body) ??
    world.reasoning.wrongIn(arrayAt(body, 'input'), owner);
  if (wrong !== null) {
    const { message, code } = wrong;
    // What the ChatGPT backend refuses comes in that backend's shape, what the platform refuses in its own.
    return code === null
      ? json(400, { detail: message })
      : refusePlatform(code === 'model_not_found' ? 404 : 400, wrong);
  }
  const events = answerEvents(body, { persona, via: 'the shared ChatGPT plan', owner }, world);
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-request-id': `req_sim_${Math.floor(world.now())}`,
  };
  return { kind: 'stream', headers, frames: responseFrames(events) };
}

function refuse(status: number, code: string | null, message: string): Reply {
  return refusePlatform(status, { message, code });
}
