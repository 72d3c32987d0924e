import path from 'node:path';
import type { Locator } from 'playwright-core';

/** What {@link watcher} has seen in a page, in ms since 1970; `readyMs` is since the frame of the page began. */
interface Seen {
  readonly beganAtMs: number;
  readonly readyMs: number;
  /** When a question was sent with a click; `null` if none was. */
  readonly sentAtMs: number | null;
  readonly paintedAtMs: readonly number[];
}

declare const seen: Seen;
declare function requestAnimationFrame(draw: (nowMs: number) => void): number;

/** The script that watches, to be run in every frame before anything else. */
export const watcher = path.join(import.meta.dirname, 'watch.js');

/** What was seen in the page of this element, once that has been ready. */
export async function seenIn(element: Locator): Promise<Seen> {
  return await element.evaluate(async () => {
    while (!(seen.readyMs > 0)) await new Promise(requestAnimationFrame);
    return seen;
  });
}
