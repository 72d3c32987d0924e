import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** Maestro's own chat in the sidebar. */
export class Panel {
  readonly #page: FrameLocator;

  constructor(page: FrameLocator) {
    this.#page = page;
  }

  get composer(): Locator {
    return this.#page.locator('textarea[data-role=composer]');
  }

  /** The same, once something is written in it. */
  get written(): Locator {
    return this.#page.locator('textarea[data-role=composer]:not(:placeholder-shown)');
  }

  get send(): Locator {
    return this.#page.locator('[data-role=send]');
  }

  get stop(): Locator {
    return this.#page.locator('[data-role=stop]');
  }

  get failure(): Locator {
    return this.#page.locator('[data-role=failure]');
  }

  get questions(): Locator {
    return this.#page.locator('[data-role=message][data-from=user]');
  }

  get answers(): Locator {
    return this.#page.locator('[data-role=message][data-from=assistant]');
  }

  /** Where a question is written anew, in its own place. */
  get questionEditor(): Locator {
    return this.#page.locator('[data-role=question-editor]');
  }

  /** What goes with the next question. */
  get attachments(): Locator {
    return this.#page.locator('[data-role=attachment]');
  }

  /** The button that names the model and its effort. */
  get model(): Locator {
    return this.#page.locator('[data-role=model]');
  }

  get addContext(): Locator {
    return this.#page.locator('[data-role=add-context]');
  }

  /** An entry of the composer's menu by its label. */
  option(label: string): Locator {
    return this.#page.getByRole('option').filter({ has: this.#page.getByText(label, { exact: true }) });
  }

  /** The one of them that Enter takes. */
  chosenOption(label: string): Locator {
    return this.option(label).and(this.#page.getByRole('option', { selected: true }));
  }

  /** Where the list of conversations is searched, while it shows. */
  get historySearch(): Locator {
    return this.#page.locator('.history-field');
  }

  /** The button of a vendor, which is there while nobody is signed in. */
  vendor(id: string): Locator {
    return this.#page.locator(`[data-vendor="${id}"]`);
  }

  /** Begins a new chat and waits until it shows. One without a question is new already: there, nothing would show when it came. */
  async beginChat(workbench: Workbench): Promise<void> {
    await this.composer.waitFor();
    if ((await this.answers.count()) === 0) return;
    await workbench.run('Maestro: New Chat');
    await this.answers.first().waitFor({ state: 'detached' });
  }

  /** Asks and returns the answer's place as soon as it begins; its text may still be streaming. */
  async ask(question: string): Promise<Locator> {
    await this.composer.waitFor();
    const place = (await this.#messageCount()) + 2;
    await this.composer.fill(question);
    await this.send.click();
    const answer = this.#page.locator(`[data-role=message][data-from=assistant][aria-posinset="${place}"]`);
    await answer.waitFor();
    return answer;
  }

  /** How many messages the conversation has. Those of a page that was loaded a moment ago may not all be drawn, but each one knows. */
  async #messageCount(): Promise<number> {
    const messages = this.#page.locator('[data-role=message]');
    if ((await messages.count()) === 0) return 0;
    return Number(await messages.last().getAttribute('aria-setsize'));
  }
}
