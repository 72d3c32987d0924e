import { arrayAt, isObject, type JsonObject, member, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { answerTo } from '../answers.ts';
import { wrongHeaderOrder } from '../headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from '../received.ts';
import { plain, type Reply, whole } from '../reply.ts';
import type { Shared } from '../vendor.ts';
import type { SimulatedModel } from './catalogue.ts';
import { type Chunk, chunkFrames, chunks } from './chunks.ts';
import type { Keys } from './keys.ts';
import { listModels } from './listModels.ts';
import type { GeminiPersona } from './personas.ts';
import { readConversation } from './readConversation.ts';
import { errorInfo, invalid, keyInvalid, quotaExceeded, refuse } from './refusal.ts';
import type { Signatures } from './signatures.ts';
import { wrongBody } from './wrongBody.ts';
import { wrongContents } from './wrongContents.ts';
import { showsThoughts } from './wrongThinking.ts';

export interface GeminiWorld extends Shared {
  readonly keys: Keys;
  readonly signatures: Signatures;
  readonly models: readonly SimulatedModel[];
  /** Most models on one page of the list. */
  readonly pageLimit: number;
}

/** Most chunks of an answer that comes as one list: it may be endless. */
const longestList = 1_000;
const getOrder = ['x-goog-api-key', 'User-Agent'];
const postOrder = ['x-goog-api-key', 'Content-Type', 'User-Agent'];

/** generativelanguage.googleapis.com/v1beta: the list of models, and answers. */
export function geminiHost(request: Received, world: GeminiWorld): Reply {
  const [, model, method] = /^\/models\/([^/:]+):(streamGenerateContent|generateContent)$/.exec(request.path) ?? [];
  if (request.method === 'GET' && request.path === '/models') {
    return guarded(request, world, getOrder, () => listModels(request.query, world));
  }
  if (request.method === 'POST' && model !== undefined) {
    const asked = { id: decodeURIComponent(model), inPieces: method === 'streamGenerateContent' };
    return guarded(request, world, postOrder, (persona) => respond(request, asked, persona, world));
  }
  return plain(404, 'Not Found');
}

function guarded(
  request: Received,
  { keys, secrets }: GeminiWorld,
  order: readonly string[],
  serve: (persona: GeminiPersona) => Reply,
): Reply {
  const inAddress = request.query.get('key');
  if (inAddress !== null) {
    secrets.add(inAddress);
    return invalid('The key belongs into the header x-goog-api-key: addresses are written into logs.');
  }
  const key = headerOf(request, 'x-goog-api-key');
  if (key === null) {
    return refuse(403, 'PERMISSION_DENIED', 'Method doesn’t allow unregistered callers. Please use API Key.');
  }
  secrets.add(key);
  const persona = keys.find(key);
  if (persona === 'revoked') return refuse(...keyInvalid('API key expired. Please renew the API key.'));
  if (persona === null) return refuse(...keyInvalid());
  if (persona.isRestricted) {
    const message = 'Requests to this API generativelanguage.googleapis.com are blocked.';
    return refuse(403, 'PERMISSION_DENIED', message, [errorInfo('API_KEY_SERVICE_BLOCKED')]);
  }
  const wrong = wrongHeaderOrder(request.headers, order);
  if (wrong !== null) return invalid(wrong);
  if (!/^TheMaestro\/\S+$/.test(headerOf(request, 'user-agent') ?? ''))
    return invalid('The User-Agent is not Maestro’s.');
  return serve(persona);
}

/** The model that is asked, and whether its answer is to come in pieces. */
interface Asked {
  readonly id: string;
  readonly inPieces: boolean;
}

function respond(request: Received, { id, inPieces }: Asked, persona: GeminiPersona, world: GeminiWorld): Reply {
  const model = world.models.find((one) => one.id === id && one.methods.includes('generateContent'));
  if (model === undefined) {
    const message = `models/${id} is not found for API version v1beta, or is not supported for generateContent.`;
    return refuse(404, 'NOT_FOUND', `${message} Call ListModels to see the list of available models.`);
  }
  if (mediaTypeOf(request) !== 'application/json') return invalid('The Content-Type must be application/json.');
  const body = parseJson(request.body);
  if (!isObject(body)) return invalid('Invalid JSON payload received. Unexpected token.');
  const asking = { owner: persona.id, model, signatures: world.signatures };
  const wrong = wrongBody(body, model) ?? wrongContents(arrayAt(body, 'contents'), asking);
  if (wrong !== null) return invalid(wrong);
  if (model.isPaidOnly && persona.tier === 'free') {
    return refuse(...quotaExceeded('GenerateRequestsPerDayPerProjectPerModel-FreeTier', 0, 34.07));
  }
  const { name, email, tier } = persona;
  const answer = answerTo(readConversation(body), { name, email, plan: tier, model: id, via: 'the Gemini API' });
  const isSigned = model.thinking?.control === 'level';
  const all = chunks(answer, {
    model: id,
    inputTokens: Math.ceil(request.body.length / 4),
    showsThoughts: showsThoughts(member(member(body, 'generationConfig'), 'thinkingConfig'), model),
    hasIds: isSigned,
    deltaMs: world.deltaMs,
    sign: (part) => (isSigned ? world.signatures.sign(part, persona.id, id) : part),
  });
  if (request.query.get('alt') === 'sse') {
    return { kind: 'stream', headers: { 'content-type': 'text/event-stream' }, frames: chunkFrames(all) };
  }
  const list = listOf(all);
  const json = JSON.stringify(inPieces ? list : joined(list));
  return whole(200, { 'content-type': 'application/json; charset=UTF-8' }, json);
}

/** The answer as one response: the parts of all chunks, and the closing words of the last. */
function joined(list: readonly JsonObject[]): JsonObject {
  const candidates = list.flatMap((chunk) => arrayAt(chunk, 'candidates'));
  const parts = candidates.flatMap((candidate) => arrayAt(objectAt(candidate, 'content'), 'parts'));
  const finishReason = stringAt(candidates.at(-1), 'finishReason');
  return { ...list.at(-1), candidates: [{ content: { parts, role: 'model' }, finishReason, index: 0 }] };
}

/** The chunks as one list, cut where nobody would read on. */
function listOf(all: Iterable<Chunk>): readonly JsonObject[] {
  const list: JsonObject[] = [];
  for (const { data } of all) if (list.push(data) >= longestList) break;
  return list;
}
