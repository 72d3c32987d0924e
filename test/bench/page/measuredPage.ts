import type { CDPSession, Page } from 'playwright-core';
import type { ShownMessage } from '../../../src/webview/bridge.ts';
import { signedIn } from '../../page/chatPage.ts';

declare const feeder: {
  stream(pieces: readonly string[], perSecond: number): Promise<number[]>;
  state: unknown;
  open(text: string): Promise<number>;
};
declare const standIn: { post(...updates: unknown[]): void };

/** A page whose main thread, heap and frames are watched. */
export class MeasuredPage implements AsyncDisposable {
  readonly #page: Page;

  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async of(page: Page): Promise<MeasuredPage> {
    const session = await page.context().newCDPSession(page);
    // Time of the processor, not of the clock: what else runs on the machine does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new MeasuredPage(page, session);
  }

  /** From the start of loading to the end of the page's script, in ms. */
  async readyMs(): Promise<number> {
    return await this.#page.evaluate<number>(
      'performance.getEntriesByType("navigation")[0].domContentLoadedEventStart',
    );
  }

  /** Begins a turn in the chat that is open, or in a new one. */
  async begin(isNew: boolean): Promise<void> {
    const started = { kind: 'started', turn: 't1', text: 'Question', by: 'Work' };
    const updates: readonly unknown[] = isNew ? [{ kind: 'snapshot', state: signedIn }, started] : [started];
    await this.#page.evaluate((all) => standIn.post(...all), updates);
    await this.settled();
  }

  /** Streams the pieces; the gaps between frames in ms. */
  async stream(pieces: readonly string[], perSecond: number): Promise<readonly number[]> {
    return await this.#page.evaluate(([all, rate]) => feeder.stream(all, rate), [[...pieces], perSecond] as const);
  }

  /** Resolves when the page shows the last words of what it was sent. */
  async shows(text: string): Promise<void> {
    await this.#page.locator('#app p').getByText(text, { exact: true }).waitFor();
  }

  /** Opens a chat of these messages; ms until the text at its end is painted, and what the page worked for that. */
  async open(messages: readonly ShownMessage[], text: string): Promise<{ openMs: number; openWorkedMs: number }> {
    const state: unknown = { ...signedIn, messages };
    await this.#page.evaluate(
      ([chat]) => {
        feeder.state = chat;
      },
      [state],
    );
    await this.settled();
    const before = await this.workedMs();
    const openMs = await this.#page.evaluate((end) => feeder.open(end), text);
    return { openMs, openWorkedMs: (await this.workedMs()) - before };
  }

  async settled(): Promise<void> {
    for (let frame = 0; frame < 10; frame++) await this.#page.evaluate('new Promise(requestAnimationFrame)');
  }

  /** What the main thread has worked so far, in ms. */
  async workedMs(): Promise<number> {
    return (await this.#metric('TaskDuration')) * 1_000;
  }

  /** Bytes of the heap after a collection. */
  async heapBytes(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    return await this.#metric('JSHeapUsedSize');
  }

  async messages(): Promise<number> {
    return await this.#page.locator('[data-role=message]').count();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#page.context().close();
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  }
}
