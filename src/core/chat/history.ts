import { isNonEmpty, type Message, type NonEmpty, type UserPart } from '../model.ts';
import { answerParts, type Question, type Round, type Turn } from './turn.ts';

/** Few models go on with an answer that they are handed as their own last word, so it is asked for. */
const goOn = 'Your answer was cut off. Go on exactly where it stopped: repeat nothing and add no remark about it.';

/** What of a turn a model is told. */
export type SaidTurn = Pick<Turn, 'question' | 'rounds'>;

/**
 * What the model is sent so that it answers the last of these turns, or goes on with its answer. An earlier turn without any
 * answer is left out.
 */
export function sentMessages(path: readonly SaidTurn[]): NonEmpty<Message> {
  const messages = path.flatMap((turn, index): readonly Message[] => {
    if (index < path.length - 1 && answerParts(turn).length === 0) return [];
    return [{ role: 'user', content: questionContent(turn.question) }, ...turn.rounds.flatMap(roundMessages)];
  });
  // A turn always brings its question.
  return isNonEmpty(messages) ? messages : [{ role: 'user', content: [{ kind: 'text', text: '' }] }];
}

/** What goes with a question stands before it, in the order in which it was attached. */
function questionContent({ text, attachments }: Question): NonEmpty<UserPart> {
  const attached = attachments.flatMap(({ content }) => content ?? []);
  const asked: readonly UserPart[] = text === '' ? [] : [{ kind: 'text', text }];
  const all = [...attached, ...asked];
  return isNonEmpty(all) ? all : [{ kind: 'text', text }];
}

/** What was said in a round, and what led on from it. */
function roundMessages({ parts, next }: Round): readonly Message[] {
  // Of an answer that was cut before its first word nothing is worth going on with.
  if (next?.kind === 'continue' && !parts.some((part) => part.kind === 'text' && part.text !== '')) return [];
  const said: readonly Message[] = isNonEmpty(parts) ? [{ role: 'assistant', content: parts }] : [];
  if (next === null) return said;
  return next.kind === 'results'
    ? [...said, { role: 'tool', results: next.results }]
    : [...said, { role: 'user', content: [{ kind: 'text', text: goOn }] }];
}
