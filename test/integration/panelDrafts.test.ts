import assert from 'node:assert/strict';
import { commands, Selection, type Uri, window, workspace } from 'vscode';
import { type Draft, emptyDraft } from '../../src/core/chat/draft.ts';
import { Drafts } from '../../src/core/chat/drafts.ts';
import { newId } from '../../src/core/chat/newId.ts';
import { conversationId } from '../../src/core/model.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { ContextSearch } from '../../src/vscode/context/contextSearch.ts';
import { fileSource } from '../../src/vscode/context/contextSource.ts';
import { PanelComposer } from '../../src/vscode/context/panelComposer.ts';
import { readContext } from '../../src/vscode/context/readContext.ts';
import type { ComposerIntent, Update } from '../../src/webview/bridge.ts';
import { MapTexts } from '../accountWindows.ts';
import { testModel } from '../testModel.ts';
import { write } from './person.ts';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const id = conversationId(newId());

describe('what was not asked yet in a conversation of the panel', () => {
  let drafts: Drafts;
  let search: ContextSearch;
  let updates: Update[];
  let changing: Uri;
  let composer: PanelComposer;

  beforeEach(async () => {
    drafts = new Drafts({ texts: new MapTexts(), clock: systemClock });
    search = new ContextSearch();
    updates = [];
    composer = composerWith(emptyDraft);
    changing = await write('changing.txt', 'old\n');
    const document = await workspace.openTextDocument(await write('chosen.py', 'one\ntwo\n'));
    const editor = await window.showTextDocument(document);
    editor.selection = new Selection(1, 0, 1, 3);
    await handle({ kind: 'attach-text', name: 'notes.md', text: 'Notes' });
    composer.wait(composer.written('Later'));
    await composer.attach([fileSource(changing)]);
    await handle({ kind: 'attach-selection' });
    await handle({ kind: 'attach-image', name: 'Pasted image', type: 'image/png', data: png });
    await handle({ kind: 'written', conversation: id, text: 'Why #' });
    await handle({ kind: 'written', conversation: 'another', text: 'not here' });
    for (const text of ['Who', 'Who else?']) await handle({ kind: 'edited', conversation: id, turn: 't1', text });
    await handle({ kind: 'edited', conversation: 'another', turn: 't2', text: 'not here' });
  });

  afterEach(async () => {
    search.dispose();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is told to the other pages that show it', () => {
    assert.deepEqual(
      updates.flatMap((update) => (update.kind === 'written' ? update.text : [])),
      ['Why #'],
    );
  });

  it('is there again in another window: what was written, what goes with it, and the questions that waited', async () => {
    composer = composerWith(await drafts.read(id));
    const { attachments, queue, isHeld } = composer.shown;
    assert.deepEqual(
      attachments.map(({ kind, label }) => `${kind} ${label}`),
      ['file changing.txt', 'selection chosen.py:2', 'image Pasted image'],
    );
    assert.deepEqual([queue.map(({ text, attachments: count }) => [text, count]), isHeld], [[['Later', 1]], true]);
    assert.deepEqual(composer.writing, { kind: 'written', conversation: id, text: 'Why #' });
    assert.deepEqual(composer.edits, [{ turn: 't1', text: 'Who else?' }]);
    await handle({ kind: 'edited', conversation: id, turn: 't1', text: '' });
    assert.deepEqual((await drafts.read(id)).edits, []);
    await handle({ kind: 'queue-remove', queued: queue[0]?.id ?? '' });
    assert.deepEqual((await drafts.read(id)).waiting, []);
  });

  it('is asked with what a file says by then and what a selection was, and is kept no more', async () => {
    composer = composerWith(await drafts.read(id));
    await workspace.fs.writeFile(changing, Buffer.from('new\n'));
    const { attachments } = await readContext(composer.written('Why?').context, testModel());
    const [file, selection, image] = attachments.map(({ content }) => (content?.kind === 'text' ? content.text : png));
    assert.match(file ?? '', /\nnew\n/);
    assert.match(selection ?? '', /```python\ntwo\n/);
    assert.equal(image, png);
    assert.deepEqual((await drafts.read(id)).context, []);
  });

  it('is left alone by a composer whose conversation was closed', async () => {
    composer.dispose();
    composer.written('Why?');
    assert.equal((await drafts.read(id)).context.length, 3);
  });

  function composerWith(left: Draft): PanelComposer {
    return new PanelComposer({
      search,
      draft: drafts.of(id, left),
      model: () => testModel(),
      historyTokens: () => 100,
      interrupt: async () => {},
      tell: (update) => void updates.push(update),
    });
  }

  async function handle(intent: ComposerIntent): Promise<void> {
    await composer.handle(intent, () => {});
  }
});
