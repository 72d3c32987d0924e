import { type Block, blocksOf } from './blocks.ts';
import type { ShownMessage } from './bridge.ts';
import type { PageMessage } from './store.ts';

/** The messages of the host as the page shows them. Those at the beginning that are on the page already stay as they are. */
export function shownMessages(
  messages: readonly ShownMessage[],
  before: readonly PageMessage[],
  nextKey: number,
): readonly PageMessage[] {
  const made = messages.map((message, index) => toPage(message, nextKey + index));
  const different = made.findIndex((message, index) => !isSame(before[index], message));
  // What comes after the first difference is made anew as well: the page only ever adds messages at its end.
  const same = different === -1 ? made.length : different;
  return made.map((message, index) => {
    const old = index < same ? before[index] : undefined;
    return old === undefined ? message : inPlace(old, message);
  });
}

/** The message as it is on the page, with the place that it now has among others; the same one where that is the same. */
function inPlace(old: PageMessage, made: PageMessage): PageMessage {
  const isSamePlace = old.siblings?.index === made.siblings?.index && old.siblings?.count === made.siblings?.count;
  if (old.role === 'user') {
    const turn = made.turn ?? old.turn;
    return isSamePlace && old.turn === turn ? old : { ...old, turn, siblings: made.siblings };
  }
  const { siblings, canContinue } = made.role === 'assistant' ? made : old;
  return isSamePlace && old.canContinue === canContinue ? old : { ...old, siblings, canContinue };
}

/** Whether a message that is on the page already says the same, so that it can stay as the reader left it. */
function isSame(old: PageMessage | undefined, made: PageMessage): boolean {
  if (old === undefined) return false;
  if (old.role === 'user') {
    if (made.role !== 'user' || old.text !== made.text) return false;
    return old.images.length === made.images.length && old.attached.length === made.attached.length;
  }
  if (
    made.role === 'user' ||
    (made.turn ?? old.turn) !== old.turn ||
    old.by !== made.by ||
    old.blocks.length !== made.blocks.length
  )
    return false;
  if (JSON.stringify(old.outcome) !== JSON.stringify(made.outcome)) return false;
  return old.blocks.every((block, index) => {
    const other = made.blocks[index];
    return block.kind === other?.kind && contentOf(block) === contentOf(other);
  });
}

function contentOf(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'reasoning':
      return block.text;
    case 'tool':
      return `${block.input} ${JSON.stringify(block.result)}`;
    case 'source':
      return `${block.url} ${block.title}`;
    case 'image':
      return block.image.data;
    default:
      return block satisfies never;
  }
}

function toPage(message: ShownMessage, key: number): PageMessage {
  const turn = message.turn ?? null;
  const siblings = message.siblings ?? null;
  if (message.role === 'user') {
    const { text, images = [], attached = [] } = message;
    return { key, role: 'user', turn, siblings, text, images, attached };
  }
  const { by, outcome, canContinue = false } = message;
  const blocks = blocksOf(message.parts);
  return { key, role: 'assistant', turn, siblings, canContinue, by, blocks, status: null, outcome };
}
