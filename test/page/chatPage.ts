// The chat page in a real browser, driven as VS Code's host would drive it.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type {
  ChatState,
  Intent,
  ShownAccount,
  ShownConversation,
  ShownOutcome,
  ShownPart,
  ShownStatus,
  ShownVendor,
  Update,
} from '../../src/webview/bridge.ts';
import { bundle, type Language } from '../languages.ts';
import type { PageServer } from './pageServer.ts';
import { type Theme, themeClasses } from './themes.ts';

declare const standIn: {
  readonly intents: Intent[];
  readonly violations: string[];
  readonly state: unknown;
  post(...updates: unknown[]): void;
};

export const account: NonNullable<ShownAccount> = {
  label: 'Work',
  plan: 'Plus',
  model: 'gpt-5.5',
  effort: null,
  standing: { kind: 'ok', sentence: null },
  payer: 'Plus plan pays',
  notice: null,
};
export const vendors: readonly ShownVendor[] = [
  { id: 'openai', label: 'OpenAI', detail: 'With your ChatGPT plan or an API key' },
  { id: 'anthropic', label: 'Anthropic', detail: 'Claude, with an API key or your organization’s sign-in' },
  { id: 'gemini', label: 'Google Gemini', detail: 'With a key of Google AI Studio' },
  { id: 'openai-compatible', label: 'Your own server', detail: 'Ollama, LM Studio, OpenRouter and others' },
];
export const conversation: ShownConversation = { id: 'c1', title: 'Earlier', isReadOnly: false };
export const signedIn: ChatState = { conversation, account, vendors, messages: [], edits: [], running: null };

/** Clicks the button, and resolves once a button of the place has said that it copied: it says so for a moment only. */
export async function copied(button: Locator, place: Locator): Promise<void> {
  await Promise.all([place.getByRole('button', { name: 'Copied' }).waitFor(), button.click()]);
}

export class ChatPage {
  readonly raw: Page;
  /** Requests that left for another origin, and errors that nobody caught. */
  readonly troubles: string[] = [];
  readonly #context: BrowserContext;
  readonly #server: PageServer;
  readonly #strangersBefore: number;
  readonly #translations: ReadonlyMap<string, string>;

  private constructor(raw: Page, context: BrowserContext, server: PageServer, language: Language | null) {
    this.raw = raw;
    this.#translations = language === null ? new Map() : bundle(language);
    this.#context = context;
    this.#server = server;
    this.#strangersBefore = server.strangers.length;
    context.on('request', (request) => {
      if (!request.url().startsWith(server.origin)) this.troubles.push(`request ${request.url()}`);
    });
    raw.on('pageerror', (error) => this.troubles.push(`error ${error.message}`));
    raw.on('dialog', (dialog) => this.troubles.push(`dialog ${dialog.message()}`));
    context.on('page', (opened) => this.troubles.push(`opened ${opened.url()}`));
  }

  static async load(
    context: BrowserContext,
    server: PageServer,
    theme: Theme,
    language: Language | null,
  ): Promise<ChatPage> {
    const page = new ChatPage(await context.newPage(), context, server, language);
    await page.raw.goto(`${server.origin}/?theme=${theme}&language=${language ?? ''}`);
    // What has an icon is as wide as its font says, once that is there.
    await page.raw.evaluate("document.fonts.load('16px codicon').then(() => {})");
    return page;
  }

  locate(role: string): Locator {
    return this.raw.locator(`[data-role=${role}]`);
  }

  get composer(): Locator {
    return this.raw.locator('textarea[data-role=composer]');
  }

  get questions(): Locator {
    return this.raw.locator('[data-role=message][data-from=user]');
  }

  get answers(): Locator {
    return this.raw.locator('[data-role=message][data-from=assistant]');
  }

  /** Posts updates as the host, in the page's language; resolves when the page has drawn them. */
  async post(...updates: readonly Update[]): Promise<void> {
    await this.postRaw(...updates.map((update) => this.#said(update)));
  }

  /** Posts anything at all. */
  async postRaw(...messages: readonly unknown[]): Promise<void> {
    await this.raw.evaluate((all) => standIn.post(...all), messages);
    await this.drawn();
  }

  /** Resolves when the page has drawn what was posted before, also if it rests in between. */
  async drawn(): Promise<void> {
    await this.raw.evaluate('standIn.drawn()');
  }

  /**
   * Resolves when the page listens, with what waits for the next scrolling to begin or to end. To be called before what scrolls:
   * a turn of the wheel may be over in one frame, sooner than a listener gets there that is sent with it.
   */
  async next(event: 'scroll' | 'scrollend'): Promise<() => Promise<void>> {
    const listening = await this.raw.evaluateHandle<{ readonly happened: Promise<void> }>(`({
      happened: new Promise((resolve) => {
        const viewport = document.querySelector('.scroll-viewport');
        viewport.addEventListener('${event}', () => resolve(), { once: true });
      }),
    })`);
    return () => listening.evaluate(({ happened }) => happened);
  }

  async snapshot(state: Partial<ChatState> = {}): Promise<void> {
    await this.post({ kind: 'snapshot', state: { ...signedIn, ...state } });
  }

  async start(text = 'Question', turn = 't1'): Promise<void> {
    await this.post({ kind: 'started', turn, text, by: 'Work · gpt-5.5' });
  }

  async parts(...parts: readonly (ShownPart | ShownStatus)[]): Promise<void> {
    await this.post({ kind: 'parts', turn: 't1', parts });
  }

  async text(delta: string, block = 0): Promise<void> {
    await this.parts({ kind: 'text', block, delta });
  }

  async end(outcome: ShownOutcome = { kind: 'complete', note: null }): Promise<void> {
    await this.post({ kind: 'ended', turn: 't1', outcome });
  }

  /** Lets the page have the colours of another theme, as when the person chooses one. */
  async wear(theme: Theme): Promise<void> {
    await this.raw.evaluate(`new Promise((resolve) => {
      const [link] = document.querySelectorAll('link[rel=stylesheet]');
      if (link.getAttribute('href') === '/${theme}.css') return resolve();
      link.addEventListener('load', resolve);
      link.href = '/${theme}.css';
      document.body.className = '${themeClasses[theme]}';
    })`);
  }

  /** A finished answer with this text. */
  async answer(text: string): Promise<Locator> {
    await this.snapshot();
    await this.start();
    await this.text(text);
    await this.end();
    return this.answers.last();
  }

  intents(): Promise<readonly Intent[]> {
    return this.raw.evaluate(() => standIn.intents);
  }

  /** Resolves once the page has sent an intent of this kind. */
  async hasSent(kind: Intent['kind']): Promise<void> {
    await this.raw.evaluate(`new Promise((resolve) => {
      const look = () => (standIn.intents.some((intent) => intent.kind === '${kind}') ? resolve() : requestAnimationFrame(look));
      look();
    })`);
  }

  /** What the policy refused since the last time. */
  violations(): Promise<readonly string[]> {
    return this.raw.evaluate(() => standIn.violations.splice(0));
  }

  async clipboard(): Promise<string> {
    const text: unknown = await this.raw.evaluate('navigator.clipboard.readText()');
    return String(text);
  }

  #said(value: unknown): unknown {
    if (typeof value === 'string') return this.#translations.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one) => this.#said(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#said(one)]));
  }

  get strangers(): readonly string[] {
    return this.#server.strangers.slice(this.#strangersBefore);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
