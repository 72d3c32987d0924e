import type { Json } from '../core/json.ts';
import type { CallId } from '../core/model.ts';
import type { EndedPart, ShownImage, ShownPart } from './bridge.ts';

/** Parts of an answer that belong together, as they are shown: one text, one chain of thought, one tool call. */
export type Block =
  | { readonly kind: 'text'; readonly block: number; readonly text: string }
  | {
      readonly kind: 'reasoning';
      readonly block: number;
      readonly text: string;
      /** How long it took; `null` while that is not known. */
      readonly ms: number | null;
    }
  | {
      readonly kind: 'tool';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      /** Arguments as text. */
      readonly input: string;
      readonly result: { readonly text: string; readonly failed: boolean } | null;
    }
  | { readonly kind: 'source'; readonly block: number; readonly url: string; readonly title: string }
  | { readonly kind: 'image'; readonly block: number; readonly image: ShownImage };

/** The blocks of a finished answer. Each of its parts is a block, but for results, which join their call. */
export function blocksOf(parts: readonly EndedPart[]): readonly Block[] {
  const shown = parts.map(
    (part, block): ShownPart =>
      part.kind === 'text' || part.kind === 'reasoning' ? { ...part, block, delta: part.text } : { ...part, block },
  );
  return foldParts([], shown);
}

/** The blocks with more parts added. */
export function foldParts(blocks: readonly Block[], parts: readonly ShownPart[]): readonly Block[] {
  const folded = [...blocks];
  for (const part of parts) {
    const index = folded.findLastIndex((block) => belongs(part, block));
    const before = folded[index];
    const after = fold(before, part);
    if (after === null) continue;
    if (before === undefined) folded.push(after);
    else folded[index] = after;
  }
  return folded;
}

/** What the texts say, without thoughts, tool calls and sources. */
export function textsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
}

function belongs(part: ShownPart, block: Block): boolean {
  switch (part.kind) {
    case 'tool-input':
    case 'tool-call':
      // Some vendors count their calls anew in each round.
      return block.kind === 'tool' && block.call === part.call && block.block === part.block;
    case 'tool-result':
      return block.kind === 'tool' && block.call === part.call;
    case 'citation':
      return block.kind === 'source' && block.url === part.url;
    default:
      return block.kind === part.kind && block.block === part.block;
  }
}

/** The block with the part; `null` for a result without a call. */
function fold(before: Block | undefined, part: ShownPart): Block | null {
  switch (part.kind) {
    case 'text': {
      const text = before?.kind === 'text' ? before.text : '';
      return { kind: 'text', block: part.block, text: text + part.delta };
    }
    case 'reasoning': {
      const { text = '', ms = null } = before?.kind === 'reasoning' ? before : {};
      return { kind: 'reasoning', block: part.block, text: text + part.delta, ms: part.ms ?? ms };
    }
    case 'tool-input':
    case 'tool-call': {
      const { input = '', result = null } = before?.kind === 'tool' ? before : {};
      const written = part.kind === 'tool-call' ? inputText(part.input) : input + part.delta;
      return { kind: 'tool', block: part.block, call: part.call, tool: part.tool, input: written, result };
    }
    case 'tool-result':
      return before?.kind === 'tool' ? { ...before, result: { text: part.text, failed: part.failed } } : null;
    case 'citation':
      return { kind: 'source', block: part.block, url: part.url, title: part.title };
    case 'image':
      return { kind: 'image', block: part.block, image: part.image };
    default:
      return part satisfies never;
  }
}

/** Nested too deep to be written down, arguments are left out instead of ending the page. */
function inputText(input: Json): string {
  try {
    return JSON.stringify(input, null, 2);
  } catch {
    return '…';
  }
}
