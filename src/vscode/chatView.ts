import { commands, env, Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { failureOf } from '../core/failure.ts';
import type { Log } from '../core/ports.ts';
import { type Action, type Intent, readIntent, type Update } from '../webview/bridge.ts';
import { commandOf } from './actions.ts';
import { pageHtml } from './html.ts';
import type { PanelChat } from './panelChat.ts';

/** The sidebar view: shows the panel's conversation in a page that may be killed and drawn again at any moment. */
export class ChatView implements WebviewViewProvider {
  readonly #chat: PanelChat;
  readonly #dist: Uri;
  readonly #log: Log;

  constructor(chat: PanelChat, extensionUri: Uri, log: Log) {
    this.#chat = chat;
    this.#dist = Uri.joinPath(extensionUri, 'dist');
    this.#log = log;
  }

  resolveWebviewView(view: WebviewView): void {
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [this.#dist] };
    // A page that is gone needs no update.
    const post = (update: Update): void => void webview.postMessage(update).then(undefined, () => undefined);
    const subscription = webview.onDidReceiveMessage((message: unknown) => {
      const intent = readIntent(message);
      if (intent === null) this.#log.warn('message from the page ignored');
      else this.#handle(intent, post);
    });
    const unsubscribe = this.#chat.onUpdate(post);
    view.onDidDispose(() => {
      unsubscribe();
      subscription.dispose();
    });
    webview.html = pageHtml(webview, this.#dist);
  }

  #handle(intent: Intent, post: (update: Update) => void): void {
    switch (intent.kind) {
      case 'ready':
        return this.#wait(this.#chat.ready().then(() => post({ kind: 'snapshot', state: this.#chat.state })));
      case 'send':
        return this.#wait(this.#chat.send(intent.text));
      case 'stop':
        return this.#chat.stop();
      case 'action':
        return this.#act(intent.action);
      case 'sign-in':
        return void commands.executeCommand('maestro.signIn', { vendor: intent.vendor });
      case 'open-link':
        return void openLink(intent.href);
      default:
        return intent satisfies never;
    }
  }

  #wait(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log.warn('the panel could not do it', { code: failureOf(error).code }));
  }

  #act(action: Action): void {
    switch (action) {
      case 'retry':
        return this.#wait(this.#chat.retry());
      case 'new-chat':
        return this.#chat.newChat();
      default: {
        const command = commandOf(action);
        if (command !== null) void commands.executeCommand(command, { account: this.#chat.lastAsked });
      }
    }
  }
}

/** A link of an answer: only the web and mail, and VS Code asks before it leaves for a site the user does not trust. */
async function openLink(href: string): Promise<void> {
  if (!URL.canParse(href)) return;
  const url = new URL(href);
  const safe = ['https:', 'http:', 'mailto:'].includes(url.protocol) && url.username === '' && url.password === '';
  if (safe) await env.openExternal(Uri.parse(url.href, true));
}
