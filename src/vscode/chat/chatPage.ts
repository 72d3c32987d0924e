import { randomBytes } from 'node:crypto';
import type { Uri, Webview } from 'vscode';
import { stringAt } from '../../core/json.ts';
import type { Log } from '../../core/ports.ts';
import { systemClock } from '../../node/systemClock.ts';
import { type Intent, readIntent, type Update } from '../../webview/bridge.ts';
import { pageHtml } from '../html.ts';
import { LivePage } from '../livePage.ts';
import type { ConversationHost } from './conversationHost.ts';

/** Where a page is: a view of a side bar, or an editor tab. */
export interface ChatPlace {
  readonly webview: Webview;
  readonly isVisible: () => boolean;
  /** Brings it into sight, with the focus in it. */
  readonly bringToFront: () => void;
  /** Told which conversation it shows, at first and whenever that or its title changes. */
  readonly onShow: (host: ConversationHost) => void;
}

export interface PageDeps {
  /** The folder of everything that the page loads. */
  readonly dist: Uri;
  readonly log: Log;
  /** Does what the page wants. Never throws. */
  handle(intent: Intent): Promise<void>;
}

/** A page that shows a conversation, another one when it is told so. It may be killed and drawn again at any moment. */
export class ChatPage {
  readonly #place: ChatPlace;
  readonly #deps: PageDeps;
  readonly #live: LivePage;
  readonly #listening: { dispose(): unknown };
  #host: ConversationHost;
  #unsubscribe: () => void;
  /** Names what is loaded: what a page before it has still sent counts no more (faults WV-14). */
  #instance = '';

  constructor(place: ChatPlace, host: ConversationHost, deps: PageDeps) {
    this.#place = place;
    this.#deps = deps;
    this.#host = host;
    const { webview, isVisible } = place;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [deps.dist] };
    // A page that is gone needs no update.
    const post = (update: Update): void => void webview.postMessage(update).then(undefined, () => undefined);
    const surface = { post, isVisible, load: () => this.#load(), tellAll: () => this.tellAll() };
    this.#live = new LivePage(surface, systemClock);
    this.#listening = webview.onDidReceiveMessage((message: unknown) => this.#hear(message));
    this.#unsubscribe = this.#follow();
    this.#load();
  }

  dispose(): void {
    this.#live.dispose();
    this.#unsubscribe();
    this.#listening.dispose();
  }

  get host(): ConversationHost {
    return this.#host;
  }

  get isVisible(): boolean {
    return this.#place.isVisible();
  }

  /** To be called when the page may have come into sight. */
  shown(): void {
    this.#live.shown();
  }

  /** Shows another conversation; what is being answered in the one before goes on. */
  show(host: ConversationHost): void {
    this.#unsubscribe();
    this.#host = host;
    this.#unsubscribe = this.#follow();
    this.tellAll();
  }

  post(update: Update): void {
    this.#live.post(update);
  }

  /** Tells the page everything, as when it has just been loaded. */
  tellAll(): void {
    this.post({ kind: 'snapshot', state: this.#host.state });
    this.post({ kind: 'composer', composer: this.#host.composer.shown });
    this.post(this.#host.composer.writing);
  }

  bringToFront(): void {
    this.#place.bringToFront();
  }

  /** Brings the page into sight, and the focus to where questions are written. */
  focus(): void {
    this.bringToFront();
    this.post({ kind: 'focus' });
  }

  #follow(): () => void {
    const host = this.#host;
    this.#place.onShow(host);
    return host.onUpdate((update) => {
      this.post(update);
      if (update.kind === 'title' || update.kind === 'started') this.#place.onShow(host);
    });
  }

  #load(): void {
    this.#instance = randomBytes(16).toString('base64url');
    this.#place.webview.html = pageHtml(this.#place.webview, this.#deps.dist, this.#instance);
  }

  #hear(message: unknown): void {
    if (stringAt(message, 'page') !== this.#instance) return;
    this.#live.heard();
    const intent = readIntent(message);
    if (intent === null) return this.#deps.log.warn('message from the page ignored');
    void this.#deps.handle(intent);
  }
}
