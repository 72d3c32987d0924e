import { arrayAt, isObject, type JsonObject, member, parseJson, stringAt } from '../../../src/core/json.ts';
import { answerTo } from '../answers.ts';
import { wrongHeaderOrder } from '../headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from '../received.ts';
import { json, type Reply } from '../reply.ts';
import { modelNames } from './catalogue.ts';
import { type ChunkFacts, chatFrames, wholeAnswer } from './chunks.ts';
import { dialectOf } from './dialect.ts';
import type { CompatiblePersona } from './personas.ts';
import type { CompatibleHost } from './prefixes.ts';
import { readConversation } from './readConversation.ts';
import { refuse } from './refusal.ts';
import type { CompatibleWorld } from './world.ts';
import { wrongBody } from './wrongBody.ts';

const order = ['Authorization', 'Content-Type', 'Accept', 'User-Agent'];

/** Whoever asks a server that wants no key. */
const anybody = { id: 'anybody', name: 'Ada Lovelace', email: 'ada@example.com' };

/** `POST chat/completions`, for the owner of the key or for anybody. */
export function complete(
  request: Received,
  host: CompatibleHost,
  owner: CompatiblePersona | null,
  world: CompatibleWorld,
): Reply {
  const wrongHeaders =
    wrongHeaderOrder(request.headers, order, owner === null ? order.slice(1) : order) ??
    (/^TheMaestro\/\S+$/.test(headerOf(request, 'user-agent') ?? '') ? null : 'The User-Agent is not Maestro’s.');
  if (wrongHeaders !== null) return refuse(host, 400, wrongHeaders);
  if (mediaTypeOf(request) !== 'application/json')
    return refuse(host, 415, 'The Content-Type must be application/json.');
  const body = parseJson(request.body);
  if (!isObject(body)) return refuse(host, 400, 'The body is not JSON.');
  const model = stringAt(body, 'model') ?? '';
  if (!modelNames(host).includes(model)) return noModel(host, model);
  const dialect = dialectOf(host, model);
  const { id, name, email } = owner ?? anybody;
  const wrong = wrongBody(body, host, dialect) ?? world.signatures.wrong(arrayAt(body, 'messages'), `${id}|${model}`);
  if (wrong !== null) return refuse(host, host === 'plain' ? 422 : 400, wrong);
  const answer = answerTo(readConversation(body), { name, email, plan: 'none', model, via: 'Chat Completions' });
  const facts = factsOf(request, body, { model, owner: id }, world);
  if (member(body, 'stream') !== true || !dialect.streams) return json(200, wholeAnswer(answer, dialect, facts));
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', ...limitHeaders(host, world) };
  return { kind: 'stream', headers, frames: chatFrames(answer, dialect, facts) };
}

function factsOf(
  request: Received,
  body: JsonObject,
  { model, owner }: { readonly model: string; readonly owner: string },
  { deltaMs, now, signatures }: CompatibleWorld,
): ChunkFacts {
  return {
    model,
    inputTokens: Math.ceil(request.body.length / 4),
    tellsUsage: member(member(body, 'stream_options'), 'include_usage') === true,
    deltaMs,
    nowSeconds: Math.floor(now() / 1000),
    sign: (text) => signatures.sign(text, `${owner}|${model}`),
  };
}

function noModel(host: CompatibleHost, model: string): Reply {
  switch (host) {
    case 'ollama':
      return refuse(host, 404, `model "${model}" not found, try pulling it first`);
    case 'openrouter':
      return refuse(host, 404, `No endpoints found for ${model}.`);
    default:
      return refuse(host, 404, `The model \`${model}\` does not exist.`, 'NotFoundError');
  }
}

/** The company's own server has limits in OpenAI's words. */
function limitHeaders(host: CompatibleHost, world: CompatibleWorld): Readonly<Record<string, string>> {
  if (host !== 'vllm') return {};
  return {
    date: new Date(world.now()).toUTCString(),
    'x-ratelimit-limit-requests': '100',
    'x-ratelimit-remaining-requests': '75',
    'x-ratelimit-reset-requests': '1m30s',
  };
}
