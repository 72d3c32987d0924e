import assert from 'node:assert/strict';
import { Library } from '../../../../src/core/chat/library.ts';
import type { Hit } from '../../../../src/core/chat/searchTurns.ts';
import { readIndex } from '../../../../src/core/chat/summary.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { conversationId } from '../../../../src/core/model.ts';
import { MapTexts } from '../../../accountWindows.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, cut, plain, said, talk, textPart } from '../../../testChat.ts';

describe('library of conversations', () => {
  let files = new MemoryJournals();
  let texts = new MapTexts();
  let clock = new HandClock(1_000);
  const told: (Failure | null)[] = [];
  beforeEach(() => {
    files = new MemoryJournals();
    texts = new MapTexts();
    clock = new HandClock(1_000);
    told.length = 0;
  });

  const window = (): Library => new Library({ files, texts, clock, onSaving: (failure) => told.push(failure) });

  async function some(library: Library, ...questions: readonly string[]): Promise<void> {
    for (const question of questions) {
      clock.advance(1_000);
      const conversation = library.begin();
      talk(conversation, question, `answer to ${question}`);
      await conversation.saved();
    }
  }

  async function found(library: Library, text: string): Promise<readonly Hit[]> {
    const hits: Hit[] = [];
    for await (const some of library.search(text, new AbortController().signal)) hits.push(...some);
    return hits;
  }

  it('lists the newest first, with what a list shows, and reads only what has changed', async () => {
    await some(window(), 'one', 'two', 'three');
    const library = window();
    const list = await library.list();
    assert.deepEqual(
      list.map(({ title, turns, preview, updatedAt }) => [title, turns, preview, updatedAt]),
      [
        ['three', 1, 'answer to three', 4_000],
        ['two', 1, 'answer to two', 3_000],
        ['one', 1, 'answer to one', 2_000],
      ],
    );
    const before = files.reads;
    assert.deepEqual(await window().list(), list);
    assert.equal(files.reads, before, 'the index has it all');
    clock.advance(1_000);
    const oldest = await library.open(list[2]?.id ?? conversationId(''));
    assert.ok(oldest !== null);
    talk(oldest, 'more', 'again');
    await oldest.saved();
    const read = files.reads;
    const other = window();
    assert.deepEqual(
      (await other.list()).map(({ title, turns }) => [title, turns]),
      [
        ['one', 2],
        ['three', 1],
        ['two', 1],
      ],
    );
    assert.equal(files.reads, read + 1);
  });

  it('an index that is gone, broken or hostile is made anew', async () => {
    await some(window(), 'one');
    const list = await window().list();
    const [journal = new Uint8Array()] = files.files.values();
    files.put('not-an-id', journal);
    const row = { ...list[0], bytes: files.files.get(list[0]?.id ?? '')?.length };
    for (const text of [
      '',
      'no json',
      '{"v":2,"rows":[]}',
      JSON.stringify({ v: 1, rows: [{ ...row, id: '../../etc/passwd' }, { ...row, title: 5, turns: 'x' }, null] }),
      JSON.stringify({ v: 1, rows: [{ ...row, bytes: 3, title: 'stale' }] }),
    ]) {
      texts.texts.set('index', text);
      assert.deepEqual(await window().list(), list);
    }
    const [cleaned] = readIndex(JSON.stringify({ v: 1, rows: [{ ...row, title: 'a\u202e\nb'.repeat(500) }] }));
    assert.ok((cleaned?.title.length ?? 999) <= 200 && !/[\u202e\n]/u.test(cleaned?.title ?? '\n'));
  });

  it('one object for everybody in a window; what another window writes arrives by itself', async () => {
    const library = window();
    await some(library, 'one');
    const id = (await library.list())[0]?.id ?? conversationId('');
    const other = window();
    const [first, second] = await Promise.all([other.open(id), other.open(id)]);
    assert.ok(first !== null);
    assert.equal(first, second);
    const changed = new Promise((resolve) => first.onDidChange(resolve));
    const mine = await library.open(id);
    assert.ok(mine !== null);
    talk(mine, 'more', 'said');
    await changed;
    assert.deepEqual(said(first), said(mine));
    assert.equal(await library.open(conversationId('../../../etc/passwd')), null);
    assert.equal(await library.open(conversationId('A'.repeat(22))), null);
  });

  it('finds text in titles, questions and answers, in whatever case, and stops when asked to', async () => {
    const library = window();
    await some(library, 'Straße in Berlin', 'nothing', `${'long '.repeat(50)}needle ${'long '.repeat(50)}`);
    assert.deepEqual(
      (await found(library, ' BERLIN ')).map(({ turn, title }) => [turn === null, title]),
      [
        [true, 'Straße in Berlin'],
        [false, 'Straße in Berlin'],
      ],
    );
    const [needle] = await found(library, 'Needle');
    assert.match(needle?.excerpt ?? '', /^….*needle/);
    assert.ok((needle?.excerpt.length ?? 999) < 165);
    assert.deepEqual(await found(library, '  '), []);
    const stop = new AbortController();
    const search = library.search('answer', stop.signal);
    await search.next();
    stop.abort(new Error('stopped'));
    await assert.rejects(search.next(), /stopped/);
  });

  it('what is deleted can be brought back while the window lives, and is gone after that', async () => {
    const library = window();
    await some(library, 'one', 'two');
    const [two, one] = await library.list();
    assert.ok(one !== undefined && two !== undefined);
    await library.delete(one.id);
    await library.delete(two.id);
    assert.deepEqual(await window().list(), []);
    await library.restore(one.id);
    assert.deepEqual(
      (await library.list()).map(({ title }) => title),
      ['one'],
    );
    assert.deepEqual(said((await library.open(one.id)) ?? library.begin()), ['one', 'answer to one']);
    await library.dispose();
    assert.deepEqual([...files.files.keys(), ...files.aside.keys()], [one.id]);
  });

  it('renames, also what is not open, and every window lists the new name', async () => {
    const library = window();
    await some(library, 'one');
    const id = (await library.list())[0]?.id ?? conversationId('');
    await window().rename(id, 'Mine\u202e');
    assert.deepEqual(
      (await library.list()).map(({ title }) => title),
      ['Mine'],
    );
  });

  it('a full disk is said once for all conversations, and what is said stays until there is space', async () => {
    const library = window();
    await some(library, 'one');
    files.trouble = { failure: { code: 'history-full' }, after: 10 };
    const conversations = [library.begin(), library.begin()];
    for (const conversation of conversations) {
      talk(conversation, 'q', 'a');
      await conversation.saved();
    }
    assert.deepEqual(told, [{ code: 'history-full' }]);
    files.trouble = null;
    for (const conversation of conversations) await conversation.saved();
    assert.deepEqual(told, [{ code: 'history-full' }, null]);
    assert.equal((await window().list()).length, 3);
  });

  it('an answer that is given when the window closes is kept as far as it came', async () => {
    const library = window();
    const conversation = library.begin();
    const turn = conversation.ask(plain('q'), ada);
    assert.ok(turn !== null);
    conversation.add(turn, [textPart('half')]);
    await library.dispose();
    const again = await window().open(conversation.id);
    assert.deepEqual(again?.turn(turn)?.outcome, cut);
    assert.deepEqual(said(again ?? conversation), ['q', 'half']);
  });
});
