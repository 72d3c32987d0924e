import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  commands,
  extensions,
  type Memento,
  TabInputWebview,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { parseJson, stringAt } from '../../src/core/json.ts';
import { ChatPage, type ChatPlace } from '../../src/vscode/chat/chatPage.ts';
import { ChatViews } from '../../src/vscode/chat/chatViews.ts';
import { PageIntents } from '../../src/vscode/chat/pageIntents.ts';
import { tabType } from '../../src/vscode/chat/viewIds.ts';
import { CodeProposals } from '../../src/vscode/codeProposals.ts';
import { pageHtml } from '../../src/vscode/html.ts';
import type { Intent } from '../../src/webview/bridge.ts';
import { MemoryLog } from '../memoryStorage.ts';
import { Product } from '../product.ts';
import { grepForSecrets } from '../secretSearch.ts';
import { quickSimulator } from '../signInBrowser.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { ChatWindow } from './chatWindow.ts';
import { write } from './person.ts';

describe('pages of the panel', () => {
  let simulator: Simulator;
  let product: Product;
  let chats: ChatWindow;
  let panel: WebviewPanel;
  let proposals: CodeProposals;

  before(async () => {
    simulator = await quickSimulator();
    product = new Product(simulator);
    await product.signIn();
  });

  beforeEach(() => {
    chats = new ChatWindow(product.maestro);
    proposals = new CodeProposals();
    panel = window.createWebviewPanel('maestro.test', 'Test', ViewColumn.Active, { enableScripts: true });
  });

  afterEach(async () => {
    panel.dispose();
    proposals.dispose();
    await chats.close();
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await product.close();
    await simulator.close();
  });

  it('are heard only as what is loaded now (faults WV-14)', async () => {
    const heard: Intent[] = [];
    const ready = Promise.withResolvers<void>();
    const page = new ChatPage(placeOf(panel), chats.conversations.begin(), {
      dist: dist(),
      log: new MemoryLog(),
      async handle(intent) {
        heard.push(intent);
        ready.resolve();
      },
    });
    await ready.promise;
    assert.deepEqual(heard, [{ kind: 'ready' }]);
    const other = new Promise<void>((resolve) => {
      panel.webview.onDidReceiveMessage((message) => {
        if (stringAt(message, 'page') === 'earlier') resolve();
      });
    });
    panel.webview.html = pageHtml(panel.webview, dist(), 'earlier');
    await other;
    assert.equal(heard.length, 1);
    page.dispose();
  });

  it('have nothing inline and nothing of the person in their HTML, and a nonce of every load (WV-02, WV-03, WV-08)', async () => {
    const loads = Array.from({ length: 1_000 }, () => pageHtml(panel.webview, dist(), 'instance'));
    const nonces = loads.map((html) => /<script nonce="([^"]+)"/.exec(html)?.[1] ?? '');
    assert.equal(new Set(nonces).size, loads.length);
    assert.ok(nonces.every((nonce) => Buffer.from(nonce, 'base64').length === 16));
    const [html = ''] = loads;
    assert.doesNotMatch(html, /<style|\s(style|on\w+)=|javascript:|<script[^>]*>[^<]/i);
    const { account } = await product.signIn();
    assert.deepEqual(await grepForSecrets([...simulator.secrets, account.label, account.id], loads), []);
  });

  it('may load what is in the one folder, and nothing by a way out of it (WV-05, WV-06)', async () => {
    const page = new ChatPage(placeOf(panel), chats.conversations.begin(), {
      dist: dist(),
      log: new MemoryLog(),
      handle: async () => {},
    });
    const { webview } = panel;
    assert.deepEqual(webview.options, { enableScripts: true, enableForms: false, localResourceRoots: [dist()] });
    const inside = `${webview.asWebviewUri(Uri.joinPath(dist(), 'webview.css'))}`;
    const outside = [
      Uri.joinPath(extensionUri(), 'package.json'),
      await write('secret.txt', 'secret'),
      Uri.file(path.join(homedir(), '.ssh', 'config')),
    ].map((file) => `${webview.asWebviewUri(file)}`);
    const around = ['../package.json', '%2e%2e/package.json', '..%2fpackage.json', '%252e%252e/package.json'].map(
      (way) => inside.replace('webview.css', way),
    );
    const loaded = new Promise<unknown>((resolve) => {
      webview.onDidReceiveMessage((message) => {
        // The page that is replaced may still say that it is ready.
        if (Array.isArray(message)) resolve(message);
      });
    });
    webview.html = loader([inside, ...outside, ...around]);
    assert.deepEqual(await loaded, [inside]);
    page.dispose();
  });

  it('come back in an editor tab with their conversation, whatever else was kept of them (faults WV-09)', async () => {
    const kept = chats.conversations.begin();
    await kept.send('Capital of France?');
    const { id } = kept.conversation;
    const views = makeViews();
    const shown = async (state: unknown): Promise<string> => {
      const tab = window.createWebviewPanel(tabType, 'Restored', ViewColumn.Active);
      await views.restoreTab(tab, state);
      const { title } = tab;
      tab.dispose();
      return title;
    };
    assert.equal(await shown({ conversation: id, draft: 'x' }), 'Capital of France?');
    const hostile = ['../../etc/passwd', 'x'.repeat(100_000), { toString: id }, [id], null, '__proto__'];
    for (const conversation of hostile) assert.equal(await shown({ conversation }), 'New Chat');
    for (const state of [undefined, null, 7, 'text', [], parseJson('{"__proto__":{"conversation":"a"}}')]) {
      assert.equal(await shown(state), 'New Chat');
    }
  });

  it('come back with what was being written in them, also where nothing was asked yet', async () => {
    const begun = chats.conversations.begin();
    const { id } = begun.conversation;
    await begun.composer.handle({ kind: 'attach-text', name: 'notes.md', text: 'Notes' }, () => {});
    await begun.composer.handle({ kind: 'written', conversation: id, text: 'Why?' }, () => {});
    chats.conversations.release(begun);
    const views = makeViews();
    await views.restoreTab(panel, { conversation: id });
    const { host } = await views.current();
    const { writing, shown } = host.composer;
    assert.deepEqual(writing, { kind: 'written', conversation: host.conversation.id, text: 'Why?' });
    assert.deepEqual(
      shown.attachments.map(({ label }) => label),
      ['notes.md'],
    );
    await host.send('Why?');
    const [question] = host.state.messages;
    const asked = { role: 'user', turn: host.conversation.path[0]?.id, text: 'Why?' };
    assert.deepEqual(question, { ...asked, attached: [{ kind: 'text', label: 'notes.md' }] });
  });

  it('rename, delete and bring back conversations, and know no others (faults WV-12)', async () => {
    const kept = chats.conversations.begin();
    await kept.send('Capital of France?');
    const { id } = kept.conversation;
    chats.conversations.release(kept);
    const views = makeViews();
    await views.restoreTab(panel, { conversation: id });
    const page = await views.current();
    const intents = new PageIntents(page, views);
    await intents.handle({ kind: 'rename', conversation: id, title: 'Paris' });
    assert.equal(panel.title, 'Paris');
    await intents.handle({ kind: 'delete', conversation: id });
    assert.deepEqual(await chats.conversations.library.list(), []);
    assert.deepEqual([panel.title, page.host.conversation.path], ['New Chat', []]);
    await intents.handle({ kind: 'restore', conversation: id });
    assert.deepEqual([panel.title, page.host.conversation.id], ['Paris', id]);
    await intents.handle({ kind: 'open', conversation: '../index' });
    await intents.handle({ kind: 'edit', turn: 'unknown', text: 'x' });
    await intents.handle({ kind: 'continue', turn: 'unknown' });
    assert.deepEqual([page.host.conversation.id, page.host.conversation.path.length], [id, 1]);
    intents.dispose();
  });

  it('open in the editor with a command', async () => {
    const opened = new Promise<void>((resolve) => {
      window.tabGroups.onDidChangeTabs(({ opened: tabs }) => {
        if (tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(tabType))) resolve();
      });
    });
    await commands.executeCommand('maestro.openChatInEditor');
    await opened;
  });

  function makeViews(): ChatViews {
    const values = new Map<string, unknown>();
    const workspaceState: Memento = {
      keys: () => [...values.keys()],
      get: (key: string) => values.get(key),
      update: async (key, value) => void values.set(key, value),
    };
    const { maestro } = product;
    const { conversations } = chats;
    return new ChatViews({
      maestro,
      conversations,
      proposals,
      extensionUri: extensionUri(),
      workspaceState,
      log: new MemoryLog(),
    });
  }
});

/** Where a page is that nobody asks whether it lives, nor loads again, for nobody sees it. */
function placeOf({ webview }: WebviewPanel): ChatPlace {
  return { webview, isVisible: () => false, bringToFront: () => {}, onShow: () => {} };
}

/** A page that tells which of the addresses it can load. */
function loader(addresses: readonly string[]): string {
  return `<script>
    const load = (address) => fetch(address).then(({ ok }) => (ok ? [address] : []), () => []);
    Promise.all(${JSON.stringify(addresses)}.map(load)).then((all) => acquireVsCodeApi().postMessage(all.flat()));
  </script>`;
}

function extensionUri(): Uri {
  const extension = extensions.getExtension('maestro-llm.maestro');
  assert.ok(extension !== undefined);
  return extension.extensionUri;
}

function dist(): Uri {
  return Uri.joinPath(extensionUri(), 'dist');
}
