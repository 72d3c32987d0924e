import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ConfigurationTarget,
  commands,
  LanguageModelTextPart,
  lm,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { folder, read, write } from './person.ts';
import { proposal } from './proposal.ts';

/** What one of Maestro's own tools says, to whichever chat uses it. */
async function use(tool: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(`maestro_${tool}`, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

/** Gives up what was changed in the document that is looked at; extensions are told of it a moment later than the command ends. */
async function revert(document: TextDocument): Promise<void> {
  const told = Promise.withResolvers<void>();
  const subscription = workspace.onDidChangeTextDocument(() => document.isDirty || told.resolve());
  await commands.executeCommand('workbench.action.files.revert');
  await told.promise;
  subscription.dispose();
}

describe('tools of Maestro’s own, for every chat', () => {
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('read a file as it stands in the editor, whole or some lines of it', async () => {
    const uri = await write('tools/read.txt', 'one\ntwo\nthree\n');
    assert.equal(await use('read_file', { path: 'tools/read.txt', startLine: 2, endLine: 2 }), lines(2, 2, 'two'));
    assert.match(await use('read_file', { path: uri.fsPath }), /lines 1 to 4 of 4:\none\ntwo/);
    const editor = await window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(editor.selection.active, 'zero\n'));
    assert.equal(await use('read_file', { path: './tools/read.txt', endLine: 1 }), lines(1, 1, 'zero', 5));
    await revert(editor.document);
    // VS Code's own copy of the file learns of this a moment later.
    await writeFile(uri.fsPath, 'written by another program\n');
    assert.match(await use('read_file', { path: 'tools/read.txt' }), /:\nwritten by another program\n$/);
  });

  it('read no file that no conversation can bear at once', async () => {
    await write('tools/long.txt', `${'x'.repeat(99)}\n`.repeat(1_000));
    assert.match(await use('read_file', { path: 'tools/long.txt' }), /\[Cut here: read on from line 601\.\]$/);
    await write('tools/huge.txt', 'x'.repeat(4_000_001));
    await assert.rejects(use('read_file', { path: 'tools/huge.txt' }), /too large/);
    await write('tools/binary.bin', '\0\u0001\u0002'.repeat(1_000));
    await assert.rejects(use('read_file', { path: 'tools/binary.bin' }), /not a text file/);
  });

  it('list and search, without what the person does not see either', async () => {
    await write('tools/deep/Needle.ts', 'export const Needle = 1;\n');
    await write('tools/hidden/needle.ts', 'the needle is here too\n');
    await workspace.getConfiguration('files').update('exclude', { '**/hidden': true }, ConfigurationTarget.Workspace);
    try {
      assert.equal(await use('list_folder', { path: 'tools' }).then((text) => /hidden/.test(text)), false);
      assert.match(await use('list_folder', { path: 'tools' }), /^deep\/$/m);
      assert.equal(
        await use('search', { query: 'needle', folder: 'tools' }),
        'tools/deep/Needle.ts:1: export const Needle = 1;',
      );
      assert.equal(await use('search', { query: 'needle', kind: 'files' }), 'tools/deep/Needle.ts');
      assert.equal(await use('search', { query: 'no such.*thing' }), 'Nothing was found.');
      await assert.rejects(use('read_file', { path: 'tools/hidden/needle.ts' }), /There is no/);
    } finally {
      await workspace.getConfiguration('files').update('exclude', undefined, ConfigurationTarget.Workspace);
      await workspace.fs.delete(Uri.joinPath(folder(), '.vscode'), { recursive: true });
    }
  });

  it('go nowhere outside the workspace, by no path and no link', async () => {
    await symlink('/etc', path.join(folder().fsPath, 'away')).catch(() => undefined);
    await symlink('/tmp/maestro-never-made', path.join(folder().fsPath, 'nowhere')).catch(() => undefined);
    const outside = [
      '../../etc/passwd',
      '/etc/passwd',
      'tools/../../../etc/passwd',
      'away/passwd',
      '..\\..\\etc\\passwd',
      'C:\\x',
    ];
    for (const written of outside) {
      await assert.rejects(use('read_file', { path: written }), /There is no/, written);
      await assert.rejects(
        use('list_folder', { path: path.posix.dirname(written.replaceAll('\\', '/')) }),
        /There is no/,
        written,
      );
      await assert.rejects(use('propose_edit', { path: written, content: 'x' }), /There is no/, written);
    }
    await assert.rejects(use('propose_edit', { path: 'nowhere', content: 'x' }), /There is no/);
    assert.doesNotMatch(await use('search', { query: 'root:' }), /away/);
    await workspace.fs.delete(Uri.joinPath(folder(), 'away'));
    await workspace.fs.delete(Uri.joinPath(folder(), 'nowhere'));
  });

  it('change a file only after its diff was accepted', async () => {
    const uri = await write('tools/edit.txt', 'one\r\ntwo\r\nthree\r\n');
    const edits = [
      { find: 'two\nthree', replace: '2\n3' },
      { find: 'one', replace: '1' },
    ];
    const proposing = use('propose_edit', { path: 'tools/edit.txt', edits });
    await proposal('shown');
    assert.equal(await read(uri), 'one\r\ntwo\r\nthree\r\n');
    await commands.executeCommand('maestro.acceptProposal');
    assert.equal(await proposing, 'The person accepted the change of `tools/edit.txt`.');
    assert.equal(await read(uri), '1\r\n2\r\n3\r\n');
  });

  it('leave it as it is when the diff is discarded or closed, also settings', async () => {
    const proposing = use('propose_edit', { path: '.vscode/settings.json', content: '{"a": true}' });
    await proposal('shown');
    await commands.executeCommand('maestro.discardProposal');
    assert.match(await proposing, /did not accept/);
    const again = use('propose_edit', { path: '.vscode/settings.json', content: '{"a": true}' });
    await proposal('shown');
    await commands.executeCommand('workbench.action.closeActiveEditor');
    assert.match(await again, /did not accept/);
    await assert.rejects(read(Uri.joinPath(folder(), '.vscode/settings.json')));
  });

  it('tell the model what it cannot propose', async () => {
    await write('tools/twice.txt', 'a\na\n');
    const propose = (input: object): Promise<string> => use('propose_edit', { path: 'tools/twice.txt', ...input });
    await assert.rejects(propose({ edits: [{ find: 'b', replace: 'c' }] }), /not in .* Read the file again/);
    await assert.rejects(propose({ edits: [{ find: 'a', replace: 'c' }] }), /more than once/);
    await assert.rejects(propose({ content: 'a\na\n' }), /like this already/);
    await assert.rejects(propose({}), /either/);
  });
});

function lines(first: number, last: number, text: string, all = 4): string {
  return `tools/read.txt, lines ${first} to ${last} of ${all}:\n${text}`;
}
