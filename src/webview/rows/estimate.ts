import type { Block } from '../blocks.ts';
import type { PageMessage } from '../store.ts';

/** Of the text of the page, in px: averages of what VS Code's own fonts give. */
const letterWidth = 6.5;
const lineHeight = 20;
/** What a message has beside its text: the room between two, a footer. */
const besideText = 50;
const leastLetters = 20;

/** How high a message is going to be in px, `width` being the page's: the scrollbar should not move much when it is drawn. */
export function estimatedHeight(message: PageMessage, width: number): number {
  return besideText + textHeight(lengthOf(message), width);
}

/** The same of a text of so many characters. */
export function textHeight(length: number, width: number): number {
  return Math.ceil(length / Math.max(leastLetters, width / letterWidth)) * lineHeight;
}

function lengthOf(message: PageMessage): number {
  if (message.role === 'user') return message.text.length;
  return message.blocks.reduce((sum, block) => sum + shownLength(block), 0);
}

/** Reasoning and tool calls are folded. */
function shownLength(block: Block): number {
  return block.kind === 'text' ? block.text.length : 0;
}
