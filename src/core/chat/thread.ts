import { type TurnId, turnId } from '../model.ts';
import type { Entry } from './entry.ts';
import { newId } from './newId.ts';
import type { TreeReader, TurnTree } from './tree.ts';
import type { Turn } from './turn.ts';
import { newContents, turnEntries } from './turnEntries.ts';

/** A turn of a conversation that is led elsewhere, for example in VS Code's Chat. Such a thread has no branches. */
export interface ThreadTurn extends Omit<Turn, 'id' | 'parent'> {
  /** `null` where nothing was kept of the turn but what was asked and shown. */
  readonly id: TurnId | null;
}

/** What a thread adds to a conversation. */
export interface Merge {
  readonly entries: readonly Entry[];
  /** The turn of the conversation in which the thread ends; where it begins if it has no turn. */
  readonly last: TurnId | null;
}

/**
 * Brings a conversation up to date with a thread that goes on from one of its turns; `after` is `null` for one that begins
 * with it. What the conversation has already is left as it is, so that merging again adds nothing; what else follows
 * there stays beside what is added. A turn without an id is found again by what was asked.
 */
export function mergeThread(
  tree: TreeReader & Pick<TurnTree, 'nextOrder'>,
  after: TurnId | null,
  thread: readonly ThreadTurn[],
): Merge {
  const added: Turn[] = [];
  let last = after;
  for (const turn of thread) {
    const known = knownTurn(tree, last, turn);
    const id = known ?? turn.id ?? turnId(newId());
    if (known === null) added.push({ ...turn, id, parent: last });
    last = id;
  }
  let order = tree.nextOrder;
  const contents = newContents(
    tree,
    added.map(({ question }) => question),
  );
  return { entries: [...contents, ...added.flatMap((turn) => [...turnEntries(turn, () => order++)])], last };
}

function knownTurn(tree: TreeReader, parent: TurnId | null, { id, question }: ThreadTurn): TurnId | null {
  if (id !== null) return tree.turn(id) === null ? null : id;
  const isIt = (one: TurnId): boolean => {
    const turn = tree.turn(one);
    return turn?.parent === parent && turn.question.text === question.text;
  };
  return tree.turns.findLast(isIt) ?? null;
}
