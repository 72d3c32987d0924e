import type { CodeBlockId, CodeUse } from '../bridge.ts';

const uses: ReadonlyMap<string, CodeUse> = new Map([
  ['insert', 'insert'],
  ['new-file', 'new-file'],
  ['apply', 'apply'],
]);

/** Hands clicks on the buttons of code blocks to `use`. The text stays where it is: the host takes its own. */
export function onCodeClick(root: HTMLElement, use: (use: CodeUse, id: CodeBlockId) => void): void {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-code]') : null;
    const wanted = uses.get(button?.getAttribute('data-code') ?? '');
    const id = button === null ? null : idOf(button);
    if (wanted !== undefined && id !== null) use(wanted, id);
  });
}

/** `null` for a block of a thought, or of a turn that the host has not named. */
function idOf(button: Element): CodeBlockId | null {
  const section = button.closest('[data-start]');
  const shown = section?.closest('.answer-blocks > .long-text') ?? null;
  const answer = shown?.closest('[data-turn]') ?? null;
  const turn = answer?.getAttribute('data-turn') ?? null;
  if (section === null || shown === null || answer === null || turn === null) return null;
  const text = [...answer.querySelectorAll('.answer-blocks > .long-text')].indexOf(shown);
  const block = [...section.querySelectorAll('.code-block')].findIndex((one) => one.contains(button));
  return { turn, text, start: Number(section.getAttribute('data-start')), block };
}
