import type { ShownHit, ShownSummary } from '../bridge.ts';
import { words } from '../words.ts';

/** A line of the list: a conversation, or a place in one. */
export type Line =
  | { readonly kind: 'conversation'; readonly key: string; readonly summary: ShownSummary }
  | { readonly kind: 'hit'; readonly key: string; readonly hit: ShownHit };

/** Lines under a label, of which there is one at least. */
export interface Section {
  readonly label: string;
  readonly lines: readonly Line[];
}

/** The conversations by the day on which they were last used, as days are counted where the reader is. */
export function byDay(list: readonly ShownSummary[], now: number): readonly Section[] {
  const today = new Date(now).setHours(0, 0, 0, 0);
  const yesterday = new Date(today).setDate(new Date(today).getDate() - 1);
  const between = (from: number, to: number): readonly Line[] =>
    list.filter(({ usedAt }) => usedAt >= from && usedAt < to).map(conversationLine);
  return [
    { label: words.today, lines: between(today, Infinity) },
    { label: words.yesterday, lines: between(yesterday, today) },
    { label: words.earlier, lines: between(-Infinity, yesterday) },
  ].filter(({ lines }) => lines.length > 0);
}

/** The conversations whose title has the text, and the places in conversations that the host found. */
export function bySearch(list: readonly ShownSummary[], query: string, hits: readonly ShownHit[]): readonly Section[] {
  const wanted = query.toLocaleLowerCase();
  const titled = list.filter(({ title }) => title.toLocaleLowerCase().includes(wanted));
  const named = new Set(titled.map(({ id }) => id));
  // A title that the page does not know yet is shown as the host found it.
  const others = hits.filter(({ conversation, turn }) => turn !== null || !named.has(conversation));
  return [
    { label: words.conversations, lines: titled.map(conversationLine) },
    { label: words.inConversations, lines: others.map(hitLine) },
  ].filter(({ lines }) => lines.length > 0);
}

function conversationLine(summary: ShownSummary): Line {
  return { kind: 'conversation', key: summary.id, summary };
}

function hitLine(hit: ShownHit, index: number): Line {
  return { kind: 'hit', key: `${hit.conversation} ${hit.turn ?? ''} ${index}`, hit };
}
