import { l10n } from 'vscode';
import type { Answerer, Question, Round, Turn } from '../../core/chat/turn.ts';
import { mapNonEmpty, type NonEmpty, type ToolResult } from '../../core/model.ts';
import type { Outcome } from '../../core/parts.ts';
import type { EndedPart, ShownAttached, ShownImage, ShownMessage, ShownOutcome } from '../../webview/bridge.ts';
import { kindOf } from '../context/keptSource.ts';
import { endNote } from '../endNote.ts';
import { endedParts } from '../shown.ts';
import { actionLabel, describe } from '../words.ts';
import type { TurnPlace } from './turnPlace.ts';

/** A turn that has ended, as a page shows it: its question and its answer. */
export function shownTurn(turn: Turn, place: TurnPlace, canContinue: boolean): readonly ShownMessage[] {
  const { id, outcome, answerer, rounds, reasoningMs } = turn;
  const answer: ShownMessage = {
    role: 'assistant',
    turn: id,
    ...place.answer,
    ...(canContinue && { canContinue }),
    parts: timed(shownRounds(rounds), reasoningMs),
    // What has not ended although something follows it is being answered in another window.
    outcome: outcome === null ? { kind: 'stopped' } : shownOutcome(outcome),
    by: shownAnswerer(answerer),
  };
  return [shownQuestion(turn, place), answer];
}

export function shownQuestion({ id, question }: Turn, place: TurnPlace): ShownMessage {
  const images = question.attachments.flatMap(({ content }): readonly ShownImage[] =>
    content?.kind === 'image' ? [{ type: content.type, data: content.data }] : [],
  );
  const { text } = question;
  return {
    role: 'user',
    turn: id,
    ...place.question,
    text,
    ...(images.length > 0 && { images }),
    ...shownAttached(question),
  };
}

/** What went with a question beside its images. */
export function shownAttached({ attachments }: Question): { readonly attached?: readonly ShownAttached[] } {
  const attached = attachments
    .filter(({ content }) => content?.kind !== 'image')
    .map(({ origin, name }) => ({ kind: kindOf(origin), label: name }));
  return attached.length === 0 ? {} : { attached };
}

export function shownOutcome(outcome: Outcome): ShownOutcome {
  switch (outcome.kind) {
    case 'complete':
      return { kind: 'complete', note: endNote(outcome.reason) };
    case 'cancelled':
      return { kind: 'stopped' };
    case 'failed': {
      const { sentence, actions } = describe(outcome.failure);
      return { kind: 'failed', sentence, actions: actions.map((action) => ({ action, label: actionLabel(action) })) };
    }
    default:
      return outcome satisfies never;
  }
}

/** Who answers, and for whom it stepped in; empty where there was nobody to ask. */
export function shownAnswerer(answerer: Answerer | null): string {
  if (answerer === null) return '';
  const { account, model, steppedIn } = answerer;
  const why = steppedIn === null ? null : l10n.t('stepped in: {0}', steppedIn);
  return [account?.label, model?.label, why].filter(Boolean).join(' · ');
}

/** Everything that was said and done, round after round. A text that was cut and gone on with is one text again. */
export function shownRounds(rounds: readonly Round[]): readonly EndedPart[] {
  const shown: EndedPart[] = [];
  let cut: EndedPart | null = null;
  for (const { parts, next } of rounds) {
    for (const part of endedParts(parts)) {
      if (part.kind === 'text' && cut?.kind === 'text') {
        shown[shown.indexOf(cut)] = { ...cut, text: cut.text + part.text };
        cut = null;
      } else shown.push(part);
    }
    if (next?.kind === 'results') shown.push(...shownResults(next.results));
    cut = next?.kind === 'continue' ? (shown.findLast(({ kind }) => kind === 'text') ?? null) : null;
  }
  return shown;
}

export function shownResults(results: NonEmpty<ToolResult>): NonEmpty<Extract<EndedPart, { kind: 'tool-result' }>> {
  return mapNonEmpty(results, ({ call, content, failed }) => {
    const text = content.map((part) => (part.kind === 'text' ? part.text : l10n.t('[Image]'))).join('\n');
    return { kind: 'tool-result', call, text, failed };
  });
}

/** How long the model thought, where there is one chain of thought to say it of. */
function timed(parts: readonly EndedPart[], ms: number | null): readonly EndedPart[] {
  if (ms === null || parts.filter(({ kind }) => kind === 'reasoning').length !== 1) return parts;
  return parts.map((part) => (part.kind === 'reasoning' ? { ...part, ms } : part));
}
