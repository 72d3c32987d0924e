import type { FrameLocator, Locator, Page } from 'playwright-core';
import { type Theme, themes } from '../vscode/profile.ts';

const extensionId = 'maestro-llm.maestro';

/** VS Code's window in the browser, with the words of its user. Everything waits until it is there. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the address and waits until the extension shows its account. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.#ready();
  }

  /** Reloads the window and waits until the extension shows its account again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /** The same as VS Code does it itself: it remembers its tabs as it closes, which a browser that is reloaded does not wait for. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.run('Developer: Reload Window');
    await loaded;
    await this.#ready();
  }

  /** Runs a command of the command palette by its whole title. */
  async run(title: string): Promise<void> {
    await this.#persist(async (timeout) => {
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${title}`, { timeout });
      await this.quickPick(title).click({ timeout });
    });
  }

  /** Chooses from the menu that the right button of the mouse opens there, by the whole label. */
  async chooseFromMenu(place: Locator, label: string): Promise<void> {
    await this.#persist(async (timeout) => {
      await this.#closeMenus();
      await place.click({ button: 'right', timeout });
      await this.#take(this.page.getByRole('menuitem', { name: label, exact: true }), timeout);
    });
  }

  /** Takes an entry of a menu by the key: for a moment a menu takes no click, so that the one that opened it does not choose from it. */
  async #take(entry: Locator, timeout: number): Promise<void> {
    await entry.hover({ timeout });
    await this.page.keyboard.press('Enter');
    await entry.waitFor({ state: 'hidden', timeout });
  }

  async #closeMenus(): Promise<void> {
    while (await this.page.locator('.monaco-menu-container').first().isVisible()) {
      await this.page.keyboard.press('Escape');
    }
  }

  /** What takes the focus as it comes closes the palette and every menu; a person would open them again. */
  async #persist(attempt: (timeout: number) => Promise<void>): Promise<void> {
    for (let left = attempts; ; left--) {
      try {
        return await attempt(left > 1 ? attemptTimeoutMs : stepTimeoutMs);
      } catch (error) {
        if (left === 1) throw error;
      }
    }
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  /** Fills in the input boxes that Maestro shows one after the other; each by the beginning of its question. */
  async fill(answers: readonly (readonly [question: string, text: string])[]): Promise<void> {
    for (const [question, text] of answers) {
      await this.page.locator('.quick-input-message', { hasText: question }).waitFor();
      await this.quickInput.fill(text);
      await this.page.keyboard.press('Enter');
    }
  }

  /** A row of the open quick pick by its whole label. */
  quickPick(label: string): Locator {
    const exactly = this.page.locator('.label-name', { hasText: new RegExp(`^\\s*${escaped(label)}\\s*$`) });
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ has: exactly });
  }

  /** The text of the editor that has the focus. */
  get focusedEditor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor.focused .view-lines');
  }

  /** The status bar item that shows the account. */
  get account(): Locator {
    return this.page.locator(`.statusbar-item[id="${extensionId}.maestro.account"]`);
  }

  /** The same, once it shows this account or this text. */
  accountNamed(label: string): Locator {
    return this.account.filter({ hasText: label });
  }

  /** Opens the list of notifications, where they stay when they no longer pop up, and waits for one with the text. */
  async notified(text: string | RegExp): Promise<void> {
    await this.run('Notifications: Show Notifications');
    await this.page.locator('.notifications-center .notification-list-item').filter({ hasText: text }).waitFor();
  }

  /** A notification that contains the text, while it pops up. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** A link inside a notification, while it pops up. */
  link(label: string): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item-message a', { hasText: label });
  }

  /** A modal question of VS Code that contains the text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** A step of the open walkthrough by its title. */
  walkthroughStep(title: string): Locator {
    return this.page.locator('.getting-started-step', { has: this.page.getByText(title, { exact: true }) });
  }

  /** The picture beside the open step, by its title: it comes a moment after the step. */
  walkthroughPicture(title: string): Locator {
    const pictures = this.page.frameLocator('iframe.webview:not([src*="purpose=webviewView"])');
    return pictures.frameLocator('iframe#active-frame').locator('svg', { hasText: title });
  }

  /** Shows the Explorer in the sidebar, in the place of whatever was there. */
  async openExplorer(): Promise<void> {
    await this.run('View: Show Explorer');
    await this.page.getByRole('tab', { name: 'Explorer', selected: true }).waitFor();
  }

  /** Shows Maestro's view in the sidebar and returns its page. */
  async openPanel(): Promise<FrameLocator> {
    const tab = this.page.getByRole('tab', { name: 'Maestro' });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    const frames = this.page.frameLocator(`iframe.webview[src*="extensionId=${extensionId}"]`);
    return frames.frameLocator('iframe#active-frame');
  }

  /** Shows the menu of the accounts that VS Code knows. */
  async openAccountsMenu(): Promise<Locator> {
    await this.page.locator('.activitybar').getByRole('button', { name: 'Accounts' }).click();
    return this.page.locator('.monaco-menu-container');
  }

  /** Signs out of the account in that menu, and confirms it. */
  async signOutInAccountsMenu(account: string): Promise<void> {
    const question = this.dialog(/sign out/i).getByRole('button', { name: 'Sign Out' });
    // The menu of a window that has just opened may not have the accounts yet.
    await this.#persist(async (timeout) => {
      if (await question.isVisible()) return;
      await this.#closeMenus();
      const menu = await this.openAccountsMenu();
      await menu.getByText(account).hover({ timeout });
      await this.#take(this.page.locator('.monaco-submenu').getByText('Sign Out'), timeout);
      await question.waitFor({ timeout });
    });
    await question.click();
  }

  /** Switches the colour theme and waits until it shows. */
  async useTheme(theme: Theme): Promise<void> {
    await this.run('Preferences: Color Theme');
    const { label, css } = themes[theme];
    await this.quickInput.fill(label);
    await this.quickPick(label).click();
    await this.page.locator(`.monaco-workbench.${css}`).waitFor();
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Drags the border of the sidebar until it is as wide as said, in CSS pixels. */
  async setSidebarWidth(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('The sidebar is not visible');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
    await this.page.mouse.move(0, 0);
  }

  async #ready(): Promise<void> {
    await this.account.waitFor({ timeout: startTimeoutMs });
  }
}

/** For whatever a person waits for: what hangs is found as well after this time, and a busy machine is no failure. */
export const stepTimeoutMs = 60_000;
const startTimeoutMs = 120_000;
const attemptTimeoutMs = 8_000;
const attempts = 3;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
