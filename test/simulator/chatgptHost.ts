import { isObject, parseJson, stringAt } from '../../src/core/json.ts';
import { answerTo } from './answers.ts';
import { type Bearer, readBearer } from './bearer.ts';
import { readConversation } from './conversation.ts';
import { wrongHeaderOrder } from './headerOrder.ts';
import type { Persona } from './personas.ts';
import { headerOf, mediaTypeOf, type Received } from './received.ts';
import { json, type Reply } from './reply.ts';
import { wrongChatgptBody } from './responsesBody.ts';
import { responseEvents, responseFrames } from './responsesStream.ts';
import type { World } from './world.ts';

/** Presence, case and relative order that Maestro promises for the ChatGPT backend. */
const headerOrder = ['Authorization', 'chatgpt-account-id', 'Content-Type', 'OpenAI-Beta', 'User-Agent'];
const windowSeconds = 18_000;

/** chatgpt.com/backend-api: inference on the person's ChatGPT plan, and how much of it is used. */
export function chatgptHost(request: Received, world: World): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'POST /codex/responses':
      return respond(request, world);
    case 'GET /wham/usage':
      return usage(request, world);
    default:
      return refuse(404, 'Not Found');
  }
}

function respond(request: Received, world: World): Reply {
  const bearer = readBearer(request, world);
  if (bearer.kind !== 'access-token') return unauthorized(bearer.kind);
  const { persona } = bearer.grant;
  const wrong = wrongHeaders(request, persona);
  if (wrong !== null) return refuse(400, wrong);
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(400, 'The body is not a JSON object.');
  const problem = wrongChatgptBody(body, world.models);
  if (problem !== null) return refuse(400, problem.message);
  const conversation = readConversation(body);
  const model = stringAt(body, 'model') ?? '';
  const events = responseEvents(answerTo(conversation, { persona, model, via: 'the ChatGPT backend' }), {
    model,
    instructions: conversation.instructions,
    inputTokens: Math.ceil(request.body.length / 4),
    deltaMs: world.deltaMs,
    nowSeconds: Math.floor(world.now() / 1000),
  });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return { kind: 'stream', headers: { ...headers, ...limitHeaders(world) }, frames: responseFrames(events) };
}

function wrongHeaders(request: Received, persona: Persona): string | null {
  const wrong = wrongHeaderOrder(request.headers, headerOrder);
  if (wrong !== null) return wrong;
  if (headerOf(request, 'chatgpt-account-id') !== persona.accountId) {
    return 'The chatgpt-account-id is not the account of the access token.';
  }
  if (mediaTypeOf(request) !== 'application/json') return 'The Content-Type must be application/json.';
  if (headerOf(request, 'openai-beta') !== 'responses=experimental')
    return 'OpenAI-Beta must be responses=experimental.';
  const isOurs = headerOf(request, 'user-agent')?.startsWith('TheMaestro/') === true;
  return isOurs ? null : 'The User-Agent must start with TheMaestro/.';
}

function usage(request: Received, world: World): Reply {
  const bearer = readBearer(request, world);
  if (bearer.kind !== 'access-token') return unauthorized(bearer.kind);
  const { persona } = bearer.grant;
  if (headerOf(request, 'chatgpt-account-id') !== persona.accountId) return refuse(403, 'Forbidden');
  return json(200, {
    plan_type: persona.plan,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: {
        used_percent: 12,
        limit_window_seconds: windowSeconds,
        reset_after_seconds: 900,
        reset_at: Math.floor(world.now() / 1000) + 900,
      },
      secondary_window: null,
    },
    credits: { has_credits: false, unlimited: false, balance: '0' },
  });
}

function limitHeaders(world: World): Readonly<Record<string, string>> {
  return {
    'x-request-id': `req-sim-${Math.floor(world.now())}`,
    'x-codex-primary-used-percent': '12',
    'x-codex-primary-window-minutes': String(windowSeconds / 60),
    'x-codex-primary-reset-at': String(Math.floor(world.now() / 1000) + 900),
  };
}

function unauthorized(kind: Exclude<Bearer['kind'], 'access-token'>): Reply {
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
