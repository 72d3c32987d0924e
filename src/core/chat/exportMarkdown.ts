import type { AssistantPart } from '../model.ts';
import { boundedObject } from './jsonDepth.ts';
import type { TreeReader } from './tree.ts';
import { answerParts, type Turn } from './turn.ts';

/** What stands over questions and answers, in the person's language. */
export interface ExportWords {
  readonly question: string;
  readonly answer: string;
  readonly attached: string;
  readonly sources: string;
}

/**
 * The path of a conversation as Markdown: what was asked, what goes with it by name, and what was answered by which model.
 * Accounts, reasoning and what only a vendor can read stay out, for it may be handed on.
 */
export function exportMarkdown(tree: TreeReader, words: ExportWords): string {
  const turns = tree.path.flatMap((id) => tree.turn(id) ?? []);
  const blocks = [`# ${tree.title}`, ...turns.flatMap((turn) => turnBlocks(turn, words))];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function turnBlocks(turn: Turn, words: ExportWords): readonly string[] {
  const { text, attachments } = turn.question;
  const names = attachments.map(({ name }) => code(name)).join(', ');
  const by = turn.answerer?.model ?? null;
  const parts = answerParts(turn);
  return [
    `## ${words.question}`,
    text,
    names === '' ? '' : `${words.attached}: ${names}`,
    `## ${by === null ? words.answer : `${words.answer} (${by.label})`}`,
    ...parts.map(partBlock),
    sourcesBlock(parts, words),
  ];
}

function partBlock(part: AssistantPart): string {
  if (part.kind === 'text') return part.text.trim();
  return part.kind === 'tool-call' ? fenced(`${part.tool} ${JSON.stringify(boundedObject(part.input), null, 2)}`) : '';
}

function sourcesBlock(parts: readonly AssistantPart[], words: ExportWords): string {
  const links = parts.flatMap((part) =>
    part.kind === 'citation'
      ? `- ${part.source.title.replace(/[[\]\\<>]/g, '\\$&')}: <${new URL(part.source.url).href}>`
      : [],
  );
  return links.length === 0 ? '' : [`${words.sources}:`, '', ...new Set(links)].join('\n');
}

function code(name: string): string {
  return `\`${name.replaceAll('`', "'")}\``;
}

/** A fence that is longer than any in the text keeps it together. */
function fenced(text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
