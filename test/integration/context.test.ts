import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  ConfigurationTarget,
  commands,
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Position,
  Range,
  Selection,
  type TerminalShellIntegration,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { emptyDraft } from '../../src/core/chat/draft.ts';
import { Drafts } from '../../src/core/chat/drafts.ts';
import { newId } from '../../src/core/chat/newId.ts';
import { conversationId, type Model } from '../../src/core/model.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { ContextSearch } from '../../src/vscode/context/contextSearch.ts';
import { PanelComposer, type WrittenQuestion } from '../../src/vscode/context/panelComposer.ts';
import { readContext } from '../../src/vscode/context/readContext.ts';
import type { ComposerIntent, ShownOffer, Update } from '../../src/webview/bridge.ts';
import { MapTexts } from '../accountWindows.ts';
import { testAbilities, testModel } from '../testModel.ts';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('what can go with a question', () => {
  let composer: PanelComposer;
  let finder: ContextSearch;
  let model: Model;
  let updates: Update[];
  let interrupting: WrittenQuestion[];
  let folder: Uri;

  beforeEach(() => {
    const [first] = workspace.workspaceFolders ?? [];
    assert.ok(first !== undefined);
    folder = first.uri;
    updates = [];
    interrupting = [];
    model = testModel({ label: 'Blind', can: testAbilities({ images: false }) });
    finder = new ContextSearch();
    composer = new PanelComposer({
      search: finder,
      draft: new Drafts({ texts: new MapTexts(), clock: systemClock }).of(conversationId(newId()), emptyDraft),
      model: () => model,
      historyTokens: () => 100,
      interrupt: async (question) => void interrupting.push(question),
      tell: (update) => void updates.push(update),
    });
  });

  afterEach(async () => {
    finder.dispose();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are the files and folders of the workspace, without what its search leaves out', async () => {
    await write('deep/inside/needle.ts', 'export const needle = 1;\n');
    await write('node_modules/other/needle.ts', '');
    const found = await search('needle');
    assert.deepEqual(
      found.map(({ kind, detail }) => `${kind} ${detail}`),
      ['file deep/inside/needle.ts'],
    );
    const folders = (await search('inside')).filter(({ kind }) => kind === 'folder');
    assert.deepEqual(
      folders.map(({ detail }) => detail),
      ['deep/inside'],
    );
    await attach(found[0], folders[0]);
    assert.deepEqual(await sent(), [
      'The file `deep/inside/needle.ts`:\n```typescript\nexport const needle = 1;\n\n```',
      'What is in the folder `deep/inside`:\n```\nneedle.ts\n```',
    ]);
  });

  it('is nothing that the host has not offered: an id of the page’s own finds nothing (WV-12)', async () => {
    for (const offer of ['1', '../secret', 'file:///etc/passwd', '__proto__']) await handle({ kind: 'attach', offer });
    assert.deepEqual(composer.shown.attachments, []);
  });

  it('is what is selected, as it was when it was attached', async () => {
    const document = await workspace.openTextDocument(await write('chosen.py', 'one\ntwo\nthree\n'));
    const editor = await window.showTextDocument(document);
    editor.selection = new Selection(new Position(1, 0), new Position(2, 0));
    const [selection] = (await search('')).filter(({ kind }) => kind === 'selection');
    assert.equal(selection?.label, 'chosen.py:2');
    await handle({ kind: 'attach-selection' });
    await editor.edit((edit) => edit.insert(new Position(0, 0), 'new\n'));
    assert.deepEqual(await sent(), ['Lines 2 to 2 of the file `chosen.py`:\n```python\ntwo\n\n```']);
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('are the problems that the editor reports, the worst first', async () => {
    const uri = await write('wrong.ts', 'wrong\n');
    const collection = languages.createDiagnosticCollection('test');
    const range = new Range(0, 0, 0, 5);
    const warning = new Diagnostic(range, 'Could be better', DiagnosticSeverity.Warning);
    const error = new Diagnostic(range, 'Is wrong', DiagnosticSeverity.Error);
    error.source = 'ts';
    error.code = 2304;
    collection.set(uri, [warning, error]);
    await attach((await search('prob'))[0]);
    const [text = ''] = await sent();
    assert.match(text, /wrong\.ts:1:1: error: Is wrong \(ts 2304\)\nwrong\.ts:1:1: warning: Could be better\n/);
    collection.dispose();
    assert.deepEqual(await search('prob'), []);
  });

  it('are the changes that git knows of and are not committed', async () => {
    const git = (...args: readonly string[]): Buffer =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder.fsPath });
    await write('tracked.txt', 'before\n');
    git('init');
    git('add', 'tracked.txt');
    git('commit', '-m', 'first');
    await write('tracked.txt', 'after\n');
    await write('untracked.txt', 'new\n');
    // Git looks only now, so that the first that it tells is all there is.
    await workspace.getConfiguration('git').update('enabled', true, ConfigurationTarget.Global);
    try {
      let found: readonly ShownOffer[] = [];
      while (found.length === 0) {
        await commands.executeCommand('git.openRepository', folder.fsPath);
        found = (await search('changes')).filter(({ kind }) => kind === 'changes');
      }
      await attach(found[0]);
      const [patch = ''] = await sent();
      assert.match(patch, /^Changes that are not committed:\n```diff\n/);
      assert.match(patch, /-before\n\+after/);
      assert.match(patch, /untracked\.txt/);
    } finally {
      await workspace.getConfiguration('git').update('enabled', undefined, ConfigurationTarget.Global);
    }
  });

  it('is the last command of the terminal with what it printed, as far as the shell tells, and what is selected there', async () => {
    const terminal = window.createTerminal({ name: 'test' });
    terminal.show();
    const shell = await new Promise<TerminalShellIntegration>((resolve) => {
      const subscription = window.onDidChangeTerminalShellIntegration(({ shellIntegration }) => {
        subscription.dispose();
        resolve(shellIntegration);
      });
    });
    // It prints only when it is told to: VS Code misses what a command prints before it has told that the command runs.
    const running = new Promise<void>((resolve) => {
      const subscription = window.onDidStartTerminalShellExecution(() => {
        subscription.dispose();
        resolve();
      });
    });
    const ended = new Promise<void>((resolve) => {
      const subscription = window.onDidEndTerminalShellExecution(() => {
        subscription.dispose();
        resolve();
      });
    });
    shell.executeCommand('read -s; printf "\\033[31mred\\033[0m\\n"; false');
    await running;
    terminal.sendText('');
    await ended;
    const [command] = (await search('terminal')).filter(({ kind }) => kind === 'terminal');
    await attach(command);
    assert.match((await sent())[0] ?? '', /```console\n\$ read -s; printf .*\nred\n\[Exit code 1\]\n```$/);
    await commands.executeCommand('workbench.action.terminal.selectAll');
    const [selection] = (await search('terminal')).filter(({ label }) => label === 'Terminal selection');
    await attach(selection);
    assert.match((await sent()).at(-1) ?? '', /```console\n[\s\S]*printf [\s\S]*\nred\n[\s\S]*```$/);
    await commands.executeCommand('workbench.action.terminal.clearSelection');
    assert.equal((await search('terminal')).filter(({ label }) => label === 'Terminal selection').length, 0);
    terminal.dispose();
  });

  it('is what was dropped from the workspace, also by its remote address, and nothing by a way around', async () => {
    const uri = await write('dropped.md', '# Dropped\n');
    const remote = uri.with({ scheme: 'vscode-remote', authority: 'ssh-remote+box' });
    const around = `${folder.toString()}/../../etc/passwd`;
    const encoded = `${folder.toString()}/%2e%2e/%2e%2e/etc/passwd`;
    const uris = [
      remote.toString(),
      around,
      encoded,
      'https://example.com/',
      'no uri',
      'command:workbench.action.quit',
    ];
    await handle({ kind: 'attach-dropped', uris });
    assert.deepEqual(
      composer.shown.attachments.map(({ label, kind }) => `${kind} ${label}`),
      ['file dropped.md'],
    );
  });

  it('is an image only where the model sees any, and says so before the question is sent', async () => {
    await handle({ kind: 'attach-image', name: 'Pasted image', type: 'image/png', data: png });
    assert.equal(composer.shown.attachments[0]?.problem, 'Blind takes no images: they are left out.');
    model = testModel();
    assert.equal(composer.shown.attachments[0]?.problem, null);
    assert.equal(composer.shown.tokens, 1_100);
    const { attachments } = await readContext(composer.written('What is it?').context, model);
    assert.deepEqual(
      attachments.map(({ name, origin, content }) => [name, origin, content?.kind]),
      [['Pasted image', 'pasted', 'image']],
    );
    assert.deepEqual(composer.shown.attachments, []);
  });

  it('is read again when the question is asked, and named where that fails', async () => {
    const changing = await write('changing.txt', 'old\n');
    const gone = await write('gone.png', 'no picture');
    await attach((await search('changing'))[0], (await search('gone'))[0]);
    const edit = new WorkspaceEdit();
    edit.replace(changing, new Range(0, 0, 0, 3), 'new');
    await workspace.applyEdit(edit);
    await workspace.fs.delete(gone);
    const { attachments, leftOut } = await readContext(composer.written('And now?').context, model);
    assert.match(JSON.stringify(attachments), /changing\.txt.*new/);
    assert.deepEqual(leftOut, ['gone.png']);
    await commands.executeCommand('workbench.action.files.revert', changing);
  });

  it('comes back with a question that is taken out of the queue', async () => {
    await handle({ kind: 'attach-text', name: 'notes.md', text: 'Notes' });
    composer.wait(composer.written('Later'));
    composer.wait(composer.written('Last'));
    const [first, last] = composer.shown.queue;
    assert.deepEqual([first?.text, first?.attachments, last?.attachments], ['Later', 1, 0]);
    const posts: Update[] = [];
    await composer.handle({ kind: 'queue-edit', queued: first?.id ?? '' }, (update) => void posts.push(update));
    assert.deepEqual(posts, [{ kind: 'draft', text: 'Later' }]);
    assert.equal(composer.shown.attachments[0]?.label, 'notes.md');
    await handle({ kind: 'queue-send', queued: last?.id ?? '' });
    assert.deepEqual(interrupting, [{ text: 'Last', context: [] }]);
    assert.equal(composer.next({ kind: 'complete', reason: 'stop' }), null);
  });

  async function write(name: string, text: string): Promise<Uri> {
    const uri = Uri.joinPath(folder, name);
    await workspace.fs.writeFile(uri, Buffer.from(text));
    return uri;
  }

  async function handle(intent: ComposerIntent): Promise<readonly Update[]> {
    const posts: Update[] = [];
    await composer.handle(intent, (update) => void posts.push(update));
    return posts;
  }

  async function search(query: string): Promise<readonly ShownOffer[]> {
    const posts = await handle({ kind: 'search-context', request: 1, query });
    return posts.flatMap((update) => (update.kind === 'context-offers' ? update.offers : []));
  }

  async function attach(...offers: readonly (ShownOffer | undefined)[]): Promise<void> {
    for (const offer of offers) await handle({ kind: 'attach', offer: offer?.id ?? '' });
  }

  /** What is attached, as the model is sent it. */
  async function sent(): Promise<readonly string[]> {
    const { attachments } = await readContext(composer.written('Question').context, model);
    return attachments.flatMap(({ content }) => (content?.kind === 'text' ? content.text : []));
  }
});
