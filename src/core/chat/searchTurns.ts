import { cleanText } from '../cleanText.ts';
import type { ConversationId, TurnId } from '../model.ts';
import type { TreeReader } from './tree.ts';
import { answerParts, type Turn } from './turn.ts';

/** Where a conversation has what was looked for. */
export interface Hit {
  readonly conversation: ConversationId;
  readonly title: string;
  /** `null` where the title has it. */
  readonly turn: TurnId | null;
  /** The text around it, fit for one line. */
  readonly excerpt: string;
}

/** How much of the text is shown before what was found, and after it, in characters. */
const before = 40;
const after = 120;

/** The places of one conversation that have this text, in whatever case: its title, questions and answers. At most `most`. */
export function searchTurns(id: ConversationId, tree: TreeReader, text: string, most: number): readonly Hit[] {
  const wanted = text.toLowerCase();
  const hits: Hit[] = [];
  const title = tree.title;
  const look = (turn: TurnId | null, place: string): boolean => {
    const at = place.toLowerCase().indexOf(wanted);
    if (at === -1) return false;
    hits.push({ conversation: id, title, turn, excerpt: excerptAt(place, at) });
    return true;
  };
  look(null, title);
  for (const turnId of tree.turns) {
    if (hits.length >= most) break;
    const turn = tree.turn(turnId);
    if (turn !== null) textsOf(turn).some((place) => look(turnId, place));
  }
  return hits.slice(0, most);
}

function textsOf(turn: Turn): readonly string[] {
  const said = answerParts(turn).flatMap((part) => (part.kind === 'text' ? part.text : []));
  return [turn.question.text, ...said];
}

/** Lower case may be longer than the text itself in a few languages, so the place is near rather than exact. */
function excerptAt(text: string, at: number): string {
  const from = Math.max(0, at - before);
  return `${from > 0 ? '…' : ''}${cleanText(text.slice(from, at + after), before + after)}`;
}
