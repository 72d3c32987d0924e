import assert from 'node:assert/strict';
import type { ChatPage } from './chatPage.ts';

declare const markdownProbe: { vocabulary(text: string, pieces: readonly string[]): readonly string[] };

const elements = new Set(
  'p div blockquote ul ol li pre code hr table thead tbody tr th td br em strong s a button span bdi i sup sub'.split(
    ' ',
  ),
);
const attributes = new Set(
  'class dir role aria-level aria-label aria-hidden tabindex scope start href title type data-host data-character data-language data-code data-written'.split(
    ' ',
  ),
);

/** A text, and the pieces in which it arrives. */
export type Arrival = readonly [text: string, pieces: readonly string[]];

/** The text as it arrives one character at a time: every beginning of it is drawn. */
export function byCharacter(text: string): Arrival {
  return [text, [...text]];
}

/** Draws the texts, each whole and in its pieces. Throws if one makes an element or a link that no answer may have, or runs a script. */
export async function assertHarmless(page: ChatPage, arrivals: readonly Arrival[]): Promise<void> {
  const seen = await page.raw.evaluate(
    (all) => all.map(([text, pieces]) => markdownProbe.vocabulary(text, pieces)),
    arrivals,
  );
  const strange = arrivals.flatMap(([text], index) => {
    const names = (seen[index] ?? []).filter((name) => !isAllowed(name));
    return names.length === 0 ? [] : [`${names.join(', ')} of ${JSON.stringify(text)}`];
  });
  assert.deepEqual(strange, []);
  assert.equal(await page.raw.evaluate('String(window.xss)'), 'undefined');
}

function isAllowed(name: string): boolean {
  if (name.startsWith('scheme ')) return /^scheme (https?|mailto):$/.test(name);
  const [element = '', attribute] = name.split('@');
  return elements.has(element) && (attribute === undefined || attributes.has(attribute));
}
