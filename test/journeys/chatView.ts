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

  /** Waits until a model is picked: before that VS Code asks no participant, but says `Language model unavailable`. */
  async waitForModel(): Promise<void> {
    await this.#picked.filter({ hasNotText: noModel }).waitFor();
  }

  /** The name of the model that is picked, which opens the list of them. */
  get #picked(): Locator {
    return this.#page.locator('.interactive-session .model-picker-name');
  }

  get input(): Locator {
    return this.#page.locator('.interactive-session .chat-editor-container .monaco-editor').last();
  }

  /** The answers that are in sight, and a few around them. */
  get answers(): Locator {
    return this.#page.locator('.interactive-session .interactive-response');
  }

  /** What goes with the next question. */
  get attachments(): Locator {
    return this.#page.locator('.interactive-session .interactive-input-part .chat-attached-context-attachment');
  }

  /** The button that stops the answer; it is there while one comes. */
  get stop(): Locator {
    return this.#page.locator('.interactive-session .chat-execute-toolbar .codicon-stop-circle');
  }

  /** A button in an answer. */
  button(label: string): Locator {
    return this.answers.getByRole('button', { name: label, exact: true });
  }

  /** What may be asked next, below the last answer. */
  followUp(label: string): Locator {
    return this.#page.locator('.interactive-session .interactive-input-followups').getByText(label, { exact: true });
  }

  /** The line below a whole answer that says who gave it. */
  giver(answer: Locator): Locator {
    return answer.locator('.chat-response-model-details');
  }

  /**
   * Begins a new conversation, unless nothing was said in this one: VS Code replaces it a moment after the click, and a question
   * that is asked in between goes with the old one. Only an answer that leaves shows that it did.
   */
  async begin(): Promise<void> {
    if ((await this.answers.count()) === 0) return;
    await this.#page
      .locator('.part.auxiliarybar')
      .getByRole('button', { name: /^New Chat/ })
      .first()
      .click();
    await this.answers.first().waitFor({ state: 'detached' });
  }

  /** Pastes a PNG image, in Base64, as if it had been copied in another program. */
  async paste(image: string): Promise<void> {
    await this.input.click();
    // The browser lets no program put an image on the clipboard of a page that it does not trust.
    await this.#page.evaluate(`{
      const bytes = Uint8Array.from(atob('${image}'), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }`);
  }

  /** Picks the model of an account in VS Code's picker; `look` is called while it lists it. */
  async pick(name: string, account: RegExp, look = (): Promise<void> => Promise.resolve()): Promise<void> {
    const entry = this.#page
      .locator(`.action-widget [role=option][aria-label^="${name}, "]`)
      .filter({ hasText: account });
    for (let left = pickTries; ; left--) {
      try {
        await this.#picked.click({ timeout: pickTimeoutMs });
        await this.#page.locator('.action-list-filter-input').fill(name, { timeout: pickTimeoutMs });
        await entry.waitFor({ timeout: pickTimeoutMs });
        await look();
        await entry.click({ timeout: pickTimeoutMs });
        await this.#picked.and(this.#page.locator(`[aria-label$=", ${name}"]`)).waitFor();
        return;
      } catch (error) {
        // VS Code draws its buttons anew when models come in, and closes what hangs on them; a person would open it again.
        if (left === 1) throw error;
        await this.#page.keyboard.press('Escape');
      }
    }
  }

  /** Asks `@maestro` and returns the answer's place as soon as it begins; its text may still be streaming. */
  async ask(question: string): Promise<Locator> {
    const before = await this.answers.count();
    await this.input.click();
    // After the first question VS Code puts the participant there by itself; and the list of models, if it closes while a name is
    // written into its filter, leaves the name there.
    await this.#page.keyboard.press('ControlOrMeta+A');
    // In one piece, so that VS Code does not complete what is written.
    await this.#page.keyboard.insertText(`@maestro ${question}`);
    await this.#page.keyboard.press('Enter');
    const answer = this.answers.nth(before);
    await answer.waitFor();
    return answer;
  }
}

/** What VS Code shows in the place of a model before it has listed any. */
const noModel = /^\s*Models\s*$/;
const pickTimeoutMs = 8_000;
const pickTries = 4;
