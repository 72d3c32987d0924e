import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Draft, emptyDraft, type KeptContext } from '../../../../src/core/chat/draft.ts';
import { Drafts } from '../../../../src/core/chat/drafts.ts';
import { newId } from '../../../../src/core/chat/newId.ts';
import { conversationId } from '../../../../src/core/model.ts';
import { MapTexts } from '../../../accountWindows.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';

const file: KeptContext = { kind: 'place', origin: 'file', place: 'file:///work/a.ts' };
const notes: KeptContext = {
  kind: 'text',
  origin: 'dropped',
  label: 'notes.md',
  detail: '',
  title: 'The file `notes.md`',
  language: '',
  text: '# Notes\n',
};
const picture: KeptContext = { kind: 'image', origin: 'pasted', label: 'Picture', type: 'image/png', data: 'iVBORw==' };
const draft: Draft = {
  text: 'Why?\n',
  edits: [{ turn: 't1', text: 'Why not?' }],
  context: [file, notes, picture],
  waiting: [{ text: 'And then?', context: [picture] }],
};
const day = 86_400_000;

describe('what was not asked yet', () => {
  const id = conversationId(newId());
  let texts: MapTexts;
  let clock: HandClock;
  let drafts: Drafts;
  beforeEach(() => {
    texts = new MapTexts();
    clock = new HandClock();
    drafts = new Drafts({ texts, clock });
  });

  it('is there in the next window, and nothing of it is left once it was asked', async () => {
    const open = drafts.of(id, emptyDraft);
    open.keepText(draft.text);
    open.keepEdits(draft.edits);
    open.keepContext(draft);
    assert.deepEqual(await drafts.read(id), draft, 'also before it is on the disk');
    await drafts.dispose();
    assert.deepEqual(await new Drafts({ texts, clock }).read(id), draft);
    open.keepText('');
    open.keepEdits([]);
    open.keepContext(emptyDraft);
    await drafts.dispose();
    assert.deepEqual([...texts.texts], []);
  });

  it('is written in order, however slow the disk, and the latest of it at last', async () => {
    const written: string[] = [];
    texts.write = async (name, text) => {
      await new Promise(setImmediate);
      written.push(text);
      texts.texts.set(name, text);
    };
    const open = drafts.of(id, emptyDraft);
    for (const text of ['o', 'on', 'one']) open.keepText(text);
    await drafts.dispose();
    assert.equal((await new Drafts({ texts, clock }).read(id)).text, 'one');
    assert.equal(written.length, 2, 'what is overtaken is not written');
  });

  it('is there in its window although the disk is full, and on the disk as soon as there is space', async () => {
    let isFull = true;
    texts.write = async (name, text) => {
      if (isFull) throw new Error('ENOSPC');
      texts.texts.set(name, text);
    };
    const open = drafts.of(id, emptyDraft);
    open.keepText('Why');
    await drafts.dispose();
    assert.equal((await drafts.read(id)).text, 'Why');
    isFull = false;
    open.keepText('Why?');
    await drafts.dispose();
    assert.equal((await new Drafts({ texts, clock }).read(id)).text, 'Why?');
  });

  it('goes to another conversation if its own was never begun', async () => {
    const open = drafts.of(id, emptyDraft);
    open.keepText(draft.text);
    open.keepEdits(draft.edits);
    open.keepContext(draft);
    const other = conversationId(newId());
    assert.deepEqual((await drafts.move(id, other)).left, draft);
    await drafts.dispose();
    assert.deepEqual(await drafts.read(other), draft);
    assert.deepEqual(await drafts.read(id), emptyDraft);
    assert.deepEqual((await drafts.move(conversationId('../../index'), other)).left, emptyDraft);
  });

  it('is kept as far as that is sane: an image too many is left out, and nothing else', async () => {
    const large: KeptContext = { ...picture, data: 'A'.repeat(5_000_000) };
    const open = drafts.of(id, emptyDraft);
    open.keepContext({ context: [large, file], waiting: [{ text: 'And this?', context: [large, notes] }] });
    const { context, waiting } = await drafts.read(id);
    assert.deepEqual(context, [large, file]);
    assert.deepEqual(waiting, [{ text: 'And this?', context: [notes] }]);
  });

  it('is swept when nothing was ever asked there for a month, and never from a conversation', async () => {
    const journals = new MemoryJournals();
    const begun = conversationId(newId());
    journals.put(begun, new Uint8Array([10]));
    for (const one of [id, begun]) {
      drafts.of(one, emptyDraft).keepText(draft.text);
      drafts.of(one, emptyDraft).keepEdits(draft.edits);
      drafts.of(one, emptyDraft).keepContext(draft);
    }
    await drafts.dispose();
    clock.advance(29 * day);
    await drafts.sweep(journals);
    assert.deepEqual(await drafts.read(id), draft);
    clock.advance(2 * day);
    await drafts.sweep(journals);
    await drafts.dispose();
    assert.deepEqual(await drafts.read(id), emptyDraft);
    assert.deepEqual(await drafts.read(begun), draft);
  });

  it('is nothing where a file says something else, whatever that is', async () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((value) => `{"v":1,"text":${value},"context":${value},"waiting":${value}}`),
      fc.json().map((value) => `{"v":1,"edits":[{"turn":"t1","text":${value}},${value}]}`),
      fc.json().map((value) => `{"v":1,"context":[{"kind":"text","origin":${value},"text":${value}}]}`),
      fc.json().map((value) => `{"v":1,"context":[{"kind":"image","origin":"pasted","type":${value},"data":"a"}]}`),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (record) => {
        texts.texts.set(id, record);
        for (const ending of ['.context', '.edits']) texts.texts.set(id + ending, record);
        const { text, edits, context, waiting } = await drafts.read(id);
        for (const one of [text, ...edits.flatMap((edit) => [edit.turn, edit.text])])
          assert.equal(typeof one, 'string');
        for (const one of [...context, ...waiting.flatMap((question) => question.context)]) {
          assert.ok(one.kind === 'place' || one.kind === 'text' || one.kind === 'image');
        }
      }),
      { seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31), endOnFailure: true },
    );
    texts.texts.set(id, '{"v":2,"text":"of a newer Maestro"}');
    assert.equal((await drafts.read(id)).text, '');
  });
});
