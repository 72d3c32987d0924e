import type { Locator, Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** VS Code's own Chat view. */
export class ChatView {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(workbench: Workbench): Promise<ChatView> {
    await workbench.run('Chat: Open Chat');
    const view = new ChatView(workbench.page);
    await view.input.waitFor();
    return view;
  }

  get input(): Locator {
    return this.#page.locator('.interactive-session .chat-editor-container .monaco-editor').last();
  }

  get answers(): Locator {
    return this.#page.locator('.interactive-session .interactive-response');
  }

  /** Asks `@maestro` and returns the answer's place as soon as it begins; its text may still be streaming. */
  async ask(question: string): Promise<Locator> {
    const before = await this.answers.count();
    await this.input.click();
    // After the first question VS Code puts the participant there by itself.
    const isAddressed = (await this.input.textContent())?.includes('@maestro') === true;
    await this.#page.keyboard.type(isAddressed ? question : `@maestro ${question}`);
    await this.#page.keyboard.press('Enter');
    const answer = this.answers.nth(before);
    await answer.waitFor();
    return answer;
  }
}
