import type { Action, ShownOutcome } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

/** How an answer ended, if there is something to say about it, with the button that goes on with it. */
export function outcomeView(
  outcome: ShownOutcome,
  onAction: (action: Action) => void,
  goOn: HTMLElement,
): HTMLElement | null {
  switch (outcome.kind) {
    case 'complete':
      return outcome.note === null ? null : note(outcome.note, {}, goOn);
    case 'stopped':
      return note(words.stopped, { 'data-role': 'stopped' }, goOn);
    case 'failed':
      return failure(outcome, onAction, goOn);
    default:
      return outcome satisfies never;
  }
}

function note(text: string, attributes: Readonly<Record<string, string>>, goOn: HTMLElement): HTMLElement {
  return element('div', { class: 'note', ...attributes }, element('p', { dir: 'auto' }, text), goOn);
}

function failure(
  { sentence, actions }: Extract<ShownOutcome, { kind: 'failed' }>,
  onAction: (action: Action) => void,
  goOn: HTMLElement,
): HTMLElement {
  const buttons = actions.map(({ action, label }, index) =>
    button(
      { class: index === 0 ? 'button primary' : 'button secondary', 'data-action': action },
      () => onAction(action),
      label,
    ),
  );
  const text = element('p', { dir: 'auto' }, sentence);
  const [first, ...others] = buttons;
  const ways = element('div', { class: 'failure-actions' }, ...(first === undefined ? [] : [first]), goOn, ...others);
  const content = element('div', { class: 'failure-content' }, text, ways);
  return element('div', { class: 'failure', 'data-role': 'failure' }, icon('error'), content);
}
