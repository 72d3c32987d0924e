import { arrayAt, isObject, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { answerTo } from '../answers.ts';
import type { Persona } from './personas.ts';
import { readConversation } from './readConversation.ts';
import { type ResponseEvent, responseEvents } from './responsesStream.ts';
import type { World } from './world.ts';

/** Whose request is answered. */
export interface Turn {
  readonly persona: Persona;
  /** Which way the request came. */
  readonly via: string;
  /** Who may send the reasoning of the answer back: an account with one kind of credential. */
  readonly owner: string;
  /** An event that only this host sends, before the last. */
  readonly closing?: ResponseEvent['data'];
}

/** The events of the answer to a Responses body that was found correct. */
export function answerEvents(body: JsonObject, turn: Turn, world: World): Generator<ResponseEvent> {
  const { persona, via, owner } = turn;
  const conversation = readConversation(body);
  const model = stringAt(body, 'model') ?? '';
  const wantsReasoning = arrayAt(body, 'include').includes('reasoning.encrypted_content');
  return responseEvents(answerTo(conversation, { ...persona, model, via }), {
    model,
    instructions: conversation.instructions,
    inputTokens: Math.ceil(JSON.stringify(body).length / 4),
    deltaMs: world.deltaMs,
    nowSeconds: Math.floor(world.now() / 1000),
    closing: turn.closing ?? null,
    seal: () => (wantsReasoning ? world.reasoning.seal(owner) : null),
  });
}

/** The answer without streaming: the response object of the last event. */
export function wholeAnswer(events: Iterable<ResponseEvent>): JsonObject {
  const last = [...events].at(-1);
  const response = member(last?.data, 'response');
  return isObject(response) ? response : {};
}
