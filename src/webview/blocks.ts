import type { Json } from '../core/json.ts';
import type { CallId } from '../core/model.ts';
import type { EndedPart, ShownPart } from './bridge.ts';

/** Parts of an answer that belong together, as they are shown: one text, one chain of thought, one tool call. */
export type Block =
  | { readonly kind: 'text' | 'reasoning'; readonly block: number; readonly text: string }
  | {
      readonly kind: 'tool';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      /** Arguments as text. */
      readonly input: string;
    };

/** A part of a finished answer as a block; `index` is its place in the answer. */
export function blockOf(part: EndedPart, index: number): Block {
  if (part.kind !== 'tool-call') return { kind: part.kind, block: index, text: part.text };
  return { kind: 'tool', block: index, call: part.call, tool: part.tool, input: inputText(part.input) };
}

/** The blocks with more parts added. */
export function foldParts(blocks: readonly Block[], parts: readonly ShownPart[]): readonly Block[] {
  const folded = [...blocks];
  for (const part of parts) {
    const index = folded.findLastIndex((block) => belongs(part, block));
    const before = folded[index];
    const after = fold(before, part);
    if (before === undefined) folded.push(after);
    else folded[index] = after;
  }
  return folded;
}

function belongs(part: ShownPart, block: Block): boolean {
  if (part.kind === 'tool-input' || part.kind === 'tool-call') return block.kind === 'tool' && block.call === part.call;
  return block.kind === part.kind && block.block === part.block;
}

function fold(before: Block | undefined, part: ShownPart): Block {
  switch (part.kind) {
    case 'text':
    case 'reasoning': {
      const text = before !== undefined && before.kind !== 'tool' ? before.text : '';
      return { kind: part.kind, block: part.block, text: text + part.delta };
    }
    case 'tool-input': {
      const input = before?.kind === 'tool' ? before.input : '';
      return { kind: 'tool', block: part.block, call: part.call, tool: part.tool, input: input + part.delta };
    }
    case 'tool-call':
      return { kind: 'tool', block: part.block, call: part.call, tool: part.tool, input: inputText(part.input) };
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
