import { between } from './random.ts';

/** What a model says in one answer, in the pieces in which it is streamed: thoughts first, then text or a tool call. */
export interface Script {
  readonly reasoning: readonly string[];
  readonly text: readonly string[];
  /** Fragments of the JSON of one tool call; empty for no call. */
  readonly toolInput: readonly string[];
}

/** Pieces as tokens are: mostly a short word, now and then code, a break, or a character of several bytes. */
const tokens: readonly string[] = [
  ...' the of and to a in is that for it as with on be this by are or not from'.split(/(?= )/),
  ...[' answer', ' stream', ' because', ' function', 'ing', 'ed', ',', '.', '.\n\n', '\n', ' `', '`', '**', ' "', '"'],
  ...[' const', ' return', ' {', '}', '();', ' =>', ' 0', '42', ' größer', ' naïve', '漢字', ' мир', '🙂', ' —'],
];

/** An answer of so many deltas, a tenth of them reasoning. */
export function spokenAnswer(deltas: number, random: () => number): Script {
  const thoughts = Math.floor(deltas / 10);
  return { reasoning: pieces(thoughts, random), text: pieces(deltas - thoughts, random), toolInput: [] };
}

/** An answer that is one tool call, for example a file to be written, whose arguments come in so many fragments. */
export function toolCallAnswer(fragments: number, random: () => number): Script {
  const content = pieces(fragments * 2, random).join('');
  const json = JSON.stringify({ path: 'src/answer.ts', content });
  const length = Math.ceil(json.length / fragments);
  const toolInput = Array.from({ length: fragments }, (_, index) => json.slice(index * length, (index + 1) * length));
  return { reasoning: [], text: [], toolInput: toolInput.filter((fragment) => fragment !== '') };
}

function pieces(count: number, random: () => number): readonly string[] {
  return Array.from({ length: count }, () => tokens[between(random, 0, tokens.length - 1)] ?? '');
}
