import type { Action, ShownOutcome } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

/** How an answer ended, if there is something to say about it. */
export function outcomeView(outcome: ShownOutcome, onAction: (action: Action) => void): HTMLElement | null {
  switch (outcome.kind) {
    case 'complete':
      return outcome.note === null ? null : element('p', { class: 'note', dir: 'auto' }, outcome.note);
    case 'stopped':
      return element('p', { class: 'note', 'data-role': 'stopped' }, words.stopped);
    case 'failed':
      return failure(outcome, onAction);
    default:
      return outcome satisfies never;
  }
}

function failure(
  { sentence, actions }: Extract<ShownOutcome, { kind: 'failed' }>,
  onAction: (action: Action) => void,
): HTMLElement {
  const buttons = actions.map(({ action, label }, index) =>
    button(
      { class: index === 0 ? 'button primary' : 'button secondary', 'data-action': action },
      () => onAction(action),
      label,
    ),
  );
  const text = element('p', { dir: 'auto' }, sentence);
  const content = element('div', { class: 'failure-content' }, text);
  if (buttons.length > 0) content.append(element('div', { class: 'failure-actions' }, ...buttons));
  return element('div', { class: 'failure', 'data-role': 'failure' }, icon('error'), content);
}
