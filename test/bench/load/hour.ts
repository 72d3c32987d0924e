import { numberAt, objectAt } from '../../../src/core/json.ts';
import { type AnswerServer, runProcess } from '../processes.ts';
import { type Live, readLive } from './live.ts';
import { conversationCharacters, conversationTurns } from './loadedProduct.ts';

/** What an hour of streaming leaves behind, the answers coming as fast as they can be read. */
export interface Hour {
  readonly turns: number;
  readonly deltas: number;
  /** Before and after all that, when idle sockets have been closed; the compiler has done its work before. */
  readonly before: Live;
  readonly after: Live;
}

/** Of one answer: a hundred of them have an hour's deltas at 200 a second. */
const deltas = 7_000;

export async function measureHour(server: AnswerServer, conversations: number): Promise<Hour> {
  const outcome = await runProcess('load/hourRunner.ts', [server.origin, String(conversations), String(deltas)]);
  const expected = conversations * conversationCharacters(deltas, server.seed);
  const turns = conversations * conversationTurns;
  const characters = numberAt(outcome, 'characters');
  if (characters !== expected) throw new Error(`An hour gave ${characters} of ${expected} characters.`);
  return {
    turns,
    deltas: turns * deltas,
    before: readLive(objectAt(outcome, 'before')),
    after: readLive(objectAt(outcome, 'after')),
  };
}
