import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  commands,
  type Disposable,
  Selection,
  TabInputTextDiff,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { AnswerUses } from '../../src/vscode/answerUses.ts';
import { CodeProposals, proposalScheme } from '../../src/vscode/codeProposals.ts';
import type { CodeUse, Update } from '../../src/webview/bridge.ts';
import { folder } from './person.ts';

describe('the code and the files of an answer', () => {
  let proposals: CodeProposals;
  let uses: AnswerUses;
  /** What the answer of turn `t` says. */
  let answer: string;

  beforeEach(() => {
    answer = '';
    proposals = new CodeProposals();
    uses = new AnswerUses((turn) => (turn === 't' ? [answer] : []), proposals);
  });

  afterEach(async () => {
    for (const { isDirty, uri } of workspace.textDocuments) {
      if (!isDirty) continue;
      await window.showTextDocument(uri);
      await commands.executeCommand('workbench.action.files.revert');
    }
    await commands.executeCommand('workbench.action.closeAllEditors');
    proposals.dispose();
  });

  it('is put at the cursor, as deep as the line is indented, from the host’s own copy (faults WV-13, WV-36)', async () => {
    const document = await open('insert.js', 'if (a) {\n  \n}\n', new Selection(1, 2, 1, 2));
    await use('insert', 'Do:\n\n```js\none\u001b[31m();\n\u202Etwo();\n```\n');
    assert.equal(document.getText(), 'if (a) {\n  one[31m();\n  two();\n}\n');
    await use('insert', '```\nnever\n```', { turn: 'another' });
    assert.equal(document.getText(), 'if (a) {\n  one[31m();\n  two();\n}\n');
  });

  it('is opened as a file of its language that is saved nowhere', async () => {
    await use('new-file', '```py\nprint(1)\n```');
    const document = window.activeTextEditor?.document;
    assert.equal(document?.getText(), 'print(1)\n');
    assert.deepEqual([document?.isUntitled, document?.languageId], [true, 'python']);
  });

  it('is shown as a diff, and changes the file that it names only when it is accepted; undo takes it back', async () => {
    await open('other.js', 'other\n');
    const document = await open('named.js', 'function a() {\n  one();\n}\n\nfunction b() {}\n');
    await open('other.js', 'other\n');
    await use('apply', '```js title="named.js"\nfunction a() {\n  two();\n}\n```');
    assert.equal(document.getText(), 'function a() {\n  one();\n}\n\nfunction b() {}\n');
    const right = proposed();
    assert.ok(right !== null);
    const shown = (await workspace.openTextDocument(right)).getText();
    assert.equal(shown, 'function a() {\n  two();\n}\n\nfunction b() {}\n');
    await proposals.accept(undefined);
    assert.equal(document.getText(), shown);
    assert.equal(document.isDirty, true);
    assert.equal(proposed(), null);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), 'function a() {\n  one();\n}\n\nfunction b() {}\n');
  });

  it('changes nothing when it is discarded, or when the file is another by then', async () => {
    const document = await open('kept.js', 'one();\n');
    await use('apply', '```js\ntwo();\n```');
    await proposals.discard(undefined);
    assert.deepEqual([document.getText(), proposed()], ['one();\n', null]);

    await window.showTextDocument(document);
    await until(() => window.activeTextEditor?.document === document);
    await use('apply', '```js\ntwo();\n```');
    const right = proposed();
    const editor = await window.showTextDocument(document, { preview: false });
    await editor.edit((edit) => edit.insert(document.positionAt(0), '// mine\n'));
    await proposals.accept(right);
    assert.equal(document.getText(), '// mine\none();\n');
  });

  it('is applied to a file that was never saved', async () => {
    const document = await workspace.openTextDocument({ content: 'one();\r\nmore();\r\n', language: 'javascript' });
    await window.showTextDocument(document);
    await until(() => window.activeTextEditor?.document === document);
    await use('apply', '```js\none();\nnew_();\nmore();\n```');
    await proposals.accept(undefined);
    assert.deepEqual(document.getText().split(/\r?\n/), ['one();', 'new_();', 'more();', '']);
  });

  it('makes the file that it names once somebody chose that and accepted it', async () => {
    const uri = Uri.joinPath(folder(), 'made/here/new.js');
    let done = false;
    const using = use('apply', '```js\n// made/here/new.js\nexport {};\n```').finally(() => {
      done = true;
    });
    while (!done) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await using;
    await assert.rejects(async () => workspace.fs.stat(uri));
    await proposals.accept(undefined);
    assert.equal(window.activeTextEditor?.document.getText(), '// made/here/new.js\nexport {};\n');
    assert.equal(window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it('names files that are inside the workspace, links resolved, and opens them at their line (faults WV-27)', async () => {
    const outside = await mkdtemp(path.join(os.tmpdir(), 'maestro-outside-'));
    try {
      await writeFile(path.join(outside, 'secret.txt'), 'secret');
      await write('inside/a.js', '1\n2\n3\n');
      await symlink(outside, path.join(folder().fsPath, 'away')).catch(() => undefined);
      const pieces = ['inside/a.js:2', './inside/a.js', 'inside', 'away/secret.txt', '../a.js', 'inside/none.js'];
      answer = pieces.map((piece) => `\`${piece}\``).join(' ');
      const updates: Update[] = [];
      const written = [...pieces, 'other/file.js', path.join(outside, 'secret.txt'), 'inside/%2e%2e/inside/a.js'];
      await uses.handle({ kind: 'find-files', turn: 't', written }, (update) => updates.push(update));
      const [found] = updates;
      assert.ok(found?.kind === 'files');
      assert.deepEqual(
        found.files.map((file) => file.written),
        ['inside/a.js:2', './inside/a.js'],
      );
      await uses.handle({ kind: 'open-file', file: found.files[0]?.file ?? -1 }, () => {});
      assert.equal(window.activeTextEditor?.document.uri.path.endsWith('/inside/a.js'), true);
      assert.equal(window.activeTextEditor?.selection.active.line, 1);
      await uses.handle({ kind: 'open-file', file: 99 }, () => {});
    } finally {
      await rm(path.join(folder().fsPath, 'away'), { force: true });
      await rm(outside, { recursive: true, force: true });
    }
  });

  /** Presses a button of the answer's first code block. */
  async function use(kind: CodeUse, text: string, { turn = 't' } = {}): Promise<void> {
    answer = text;
    await uses.handle({ kind: 'code', use: kind, turn, text: 0, start: 0, block: 0 }, () => {});
    if (kind === 'apply') await until(() => proposed() !== null);
  }
});

/** Waits until VS Code has told of what it has done to the editors. */
async function until(holds: () => boolean): Promise<void> {
  const subscriptions: Disposable[] = [];
  await new Promise<void>((resolve) => {
    const look = (): void => (holds() ? resolve() : undefined);
    subscriptions.push(window.tabGroups.onDidChangeTabs(look), window.onDidChangeActiveTextEditor(look));
    look();
  });
  for (const subscription of subscriptions) subscription.dispose();
}

/** What the diff that is looked at proposes. */
function proposed(): Uri | null {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff && input.modified.scheme === proposalScheme ? input.modified : null;
}

async function write(name: string, content: string): Promise<Uri> {
  const uri = Uri.joinPath(folder(), name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

async function open(name: string, content: string, selection = new Selection(0, 0, 0, 0)): Promise<TextDocument> {
  const document = await workspace.openTextDocument(await write(name, content));
  await window.showTextDocument(document, { selection, preview: false });
  return document;
}
