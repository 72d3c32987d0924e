import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEntry } from '../../../../src/core/chat/entryRecord.ts';
import { TurnTree } from '../../../../src/core/chat/tree.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { ada, cut, plain, said, talk, textAttachment, textPart, view } from '../../../testChat.ts';
import { bare, holding, Window, written } from './journalWindow.ts';
import { steps } from './scripts.ts';

const encoder = new TextEncoder();

describe('journal', () => {
  it('opens to what it was closed with, an answer without an end as interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { id, bytes, conversation } = await written(script);
        for (const turn of conversation.running) conversation.end(turn, cut, noUsage);
        const opened = await holding(id, bytes).open(id);
        assert.deepEqual(bare(view(opened.tree)), bare(view(conversation.tree)));
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);

  it('any beginning of its bytes opens to a beginning of its history, and takes new lines', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (script, where) => {
        const { id, bytes } = await written(script);
        const prefix = bytes.slice(0, 1 + (where % bytes.length));
        const tree = new TurnTree();
        let count = 0;
        for (const line of new TextDecoder().decode(prefix).split('\n')) {
          const result = readEntry(line);
          if (result.kind !== 'ok') continue;
          tree.apply(result.entry);
          count++;
        }
        tree.presumeLost();
        const window = holding(id, prefix);
        const opened = await window.find(id);
        assert.equal(opened === null, count === 0);
        if (opened === null) return;
        assert.deepEqual(view(opened.tree), view(tree));
        talk(opened, 'more', 'said');
        await opened.saved();
        assert.deepEqual(
          view((await holding(id, window.files.files.get(id) ?? prefix).open(id)).tree),
          view(opened.tree),
        );
      }),
      { numRuns: 300 },
    );
  }).timeout(60_000);

  it('has no line for each token: what is said waits a quarter of a second for more', async () => {
    const window = new Window();
    const conversation = window.begin();
    const turn = conversation.ask(plain('q'), ada);
    assert.ok(turn !== null);
    await conversation.saved();
    const before = window.files.appends;
    for (let n = 0; n < 1_000; n++) conversation.add(turn, [textPart('x')]);
    assert.equal(window.files.appends, before);
    window.clock.advance(250);
    await conversation.saved();
    assert.equal(window.files.appends, before + 1);
    assert.equal(window.files.lines(conversation.id).length, 3);
    assert.deepEqual(said(await window.open(conversation.id)), ['q', 'x'.repeat(1_000)]);
  });

  it('a disk that is full is said once, and what could not be kept is, when there is space again, and counts once', async () => {
    const window = new Window();
    const conversation = window.begin();
    talk(conversation, 'kept', 'yes');
    await conversation.saved();
    for (const after of [0, 40, 400]) {
      window.files.trouble = { failure: { code: 'history-full' }, after };
      talk(conversation, 'in memory', 'still');
      await conversation.saved();
    }
    assert.deepEqual(window.told, [{ code: 'history-full' }]);
    window.files.trouble = null;
    talk(conversation, 'again', 'better');
    await conversation.saved();
    assert.deepEqual(window.told, [{ code: 'history-full' }, null]);
    assert.deepEqual(view((await window.open(conversation.id)).tree), view(conversation.tree));
  });

  it('what goes with several questions is kept once', async () => {
    const window = new Window();
    const conversation = window.begin();
    const text = 'a long file '.repeat(100);
    for (const name of ['a.ts', 'b.ts'])
      conversation.ask(plain('Explain', await textAttachment(name, text)), ada, null);
    await conversation.saved();
    assert.equal(window.files.lines(conversation.id).filter((line) => line.includes(text)).length, 1);
    const opened = await window.open(conversation.id);
    assert.deepEqual(view(opened.tree), view((await window.open(conversation.id)).tree));
    assert.deepEqual(opened.path[0]?.question.attachments[0]?.content, { kind: 'text', text });
  });

  it('one that a newer Maestro made can be read, and is left alone', async () => {
    const { id, bytes } = await written([]);
    const newer = new TextDecoder().decode(bytes).replace('"v":1', '"v":2');
    const window = holding(id, encoder.encode(newer));
    const conversation = await window.open(id);
    assert.equal(conversation.isReadOnly, true);
    assert.deepEqual(said(conversation), ['first', 'answer']);
    assert.equal(conversation.ask(plain('more'), ada), null);
    conversation.rename('x');
    await conversation.saved();
    assert.equal(window.files.lines(id).join('\n'), newer.trim());
  });
});
