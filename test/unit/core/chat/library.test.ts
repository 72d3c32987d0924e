import assert from 'node:assert/strict';
import { exportJson } from '../../../../src/core/chat/exportJson.ts';
import { exportMarkdown } from '../../../../src/core/chat/exportMarkdown.ts';
import { Library } from '../../../../src/core/chat/library.ts';
import type { Hit } from '../../../../src/core/chat/searchTurns.ts';
import { readIndex } from '../../../../src/core/chat/summary.ts';
import type { TreeReader } from '../../../../src/core/chat/tree.ts';
import { type Failure, failureOf } from '../../../../src/core/failure.ts';
import {
  accountId,
  callId,
  conversationId,
  epochMs,
  modelId,
  type TurnId,
  vendorId,
} from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import type { SharedTexts } from '../../../../src/core/ports.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, complete, cut, plain, said, talk, textAttachment, textPart, view } from '../../../testChat.ts';

class MemoryTexts implements SharedTexts {
  readonly texts = new Map<string, string>();
  writes = 0;

  async names(): Promise<readonly string[]> {
    return [...this.texts.keys()];
  }

  async read(name: string): Promise<string | null> {
    return this.texts.get(name) ?? null;
  }

  async write(name: string, text: string): Promise<void> {
    this.writes++;
    this.texts.set(name, text);
  }

  async remove(name: string): Promise<void> {
    this.texts.delete(name);
  }
}

/** All that there is in a conversation but ids, accounts, places and what only a vendor can read. */
function anonymous(tree: TreeReader): unknown {
  const index = (id: TurnId | null): number => (id === null ? -1 : tree.turns.indexOf(id));
  const hidden = new Set(['account', 'place', 'replay', 'id', 'parent']);
  const turns = tree.turns.map((id) => ({
    ...tree.turn(id),
    under: index(tree.turn(id)?.parent ?? null),
    siblings: tree.siblings(id).map(index),
  }));
  const seen = { title: tree.title, path: tree.path.map(index), updatedAt: tree.updatedAt, turns };
  return JSON.stringify(seen, (key, value: unknown) => (hidden.has(key) ? undefined : value), 1);
}

const words = { question: 'You', answer: 'Answer', attached: 'With', sources: 'Sources' };

describe('library of conversations', () => {
  let files = new MemoryJournals();
  let texts = new MemoryTexts();
  let clock = new HandClock(1_000);
  const told: (Failure | null)[] = [];
  beforeEach(() => {
    files = new MemoryJournals();
    texts = new MemoryTexts();
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

  describe('export', () => {
    const replay = {
      vendor: vendorId('openai'),
      account: accountId('a1'),
      model: modelId('m1'),
      token: 'opaque-token',
    };

    async function rich(library: Library): ReturnType<typeof library.open> {
      const conversation = library.begin();
      const turn = conversation.ask(plain('What is in it?', await textAttachment('a`b.md', '```\nx\n```')), ada);
      assert.ok(turn !== null);
      const call = callId('c1');
      conversation.add(turn, [
        { kind: 'reasoning', block: 0, delta: 'thinking hard', replay },
        { kind: 'tool-call', block: 1, call, tool: 'read', input: { text: '```' }, replay },
      ]);
      conversation.give(turn, [{ call, content: [{ kind: 'text', text: 'result' }], failed: true }]);
      conversation.add(turn, [
        { kind: 'text', block: 0, delta: 'It is ', replay },
        { kind: 'citation', block: 1, source: { url: 'https://example.com/a b', title: '[x](y)' } },
      ]);
      conversation.end(turn, cut, noUsage);
      conversation.resume(turn, ada);
      conversation.add(turn, [textPart('text.')]);
      conversation.end(turn, complete, { ...noUsage, output: 7 });
      const other = conversation.edit(turn, plain('Other?'), null);
      assert.ok(other !== null);
      conversation.end(other, { kind: 'failed', failure: { code: 'no-account' } }, noUsage);
      conversation.choose(turn);
      talk(conversation, 'Next', 'Done');
      conversation.rename('A name');
      await conversation.saved();
      return conversation;
    }

    it('as Markdown is the path, and tells neither account nor reasoning', async () => {
      const conversation = await rich(window());
      assert.ok(conversation !== null);
      assert.equal(
        exportMarkdown(conversation.tree, words),
        [
          '# A name',
          '## You',
          'What is in it?',
          "With: `a'b.md`",
          '## Answer (Model One)',
          '````\nread {\n  "text": "```"\n}\n````',
          'It is',
          'text.',
          'Sources:\n\n- \\[x\\](y): <https://example.com/a%20b>',
          '## You',
          'Next',
          '## Answer (Model One)',
          'Done\n',
        ].join('\n\n'),
      );
    });

    it('as JSON comes back with all branches, and tells neither account nor what only a vendor can read', async () => {
      const conversation = await rich(window());
      assert.ok(conversation !== null);
      const text = exportJson(conversation.id, conversation.tree);
      for (const secret of ['ada@example.com', 'opaque-token', '"a1"', 'file:///']) assert.ok(!text.includes(secret));
      const library = window();
      const imported = await library.import(text, clock.now());
      assert.notEqual(imported.id, conversation.id);
      assert.deepEqual(anonymous(imported.tree), anonymous(conversation.tree));
      assert.deepEqual(view((await window().open(imported.id))?.tree ?? library.begin().tree), view(imported.tree));
    });

    it('what is imported is taken for hostile (WV-64)', async () => {
      const library = window();
      const entries = (...list: readonly object[]): string =>
        JSON.stringify({ maestro: 'conversation', entries: list });
      const id = 'A'.repeat(22);
      const asked = { kind: 'asked', turn: id, parent: null, order: 1, at: 5, text: 'q', attachments: [] };
      for (const text of ['', 'null', '[]', '{}', entries(), entries({ kind: 'begun', v: 2 }), '['.repeat(1_000_000)]) {
        const failure = await library.import(text, clock.now()).then(() => null, failureOf);
        assert.equal(failure?.code, 'not-importable');
      }
      assert.deepEqual(await library.list(), []);
      const image = { kind: 'image', type: 'image/svg+xml', data: 'PHN2Zz4=' };
      const spoof = { vendor: 'openai', account: { id: 'a1', label: 'ada' }, model: { id: 'm', label: 'M\u202e\n' } };
      const part = { kind: 'text', block: 0, delta: '<script>', replay: { ...replay } };
      const link = { kind: 'citation', block: 1, source: { url: 'javascript:alert(1)', title: 'x' } };
      const imported = await library.import(
        entries(
          { kind: 'attached', hash: 'h'.repeat(43), content: image },
          { ...asked, at: 8e15, order: 1e12, answerer: spoof },
          { kind: 'said', run: id, step: 1, parts: [part, link, { ...part, block: 100_000 }, { ...part, block: -1 }] },
          { kind: 'titled', title: `${'<img src=x>'.repeat(100)}`, order: 1e12 },
          { ...asked, turn: 'B'.repeat(22), parent: 'C'.repeat(22), order: 2 },
          { kind: 'chosen', turn: id, order: 1 },
        ),
        epochMs(9_000),
      );
      const [turn] = imported.path;
      assert.equal(imported.title.length, 200);
      assert.notEqual(turn?.id, id);
      assert.equal(turn?.askedAt, 9_000);
      assert.deepEqual(turn?.answerer, {
        vendor: 'openai',
        account: null,
        model: { id: 'm', label: 'M' },
        steppedIn: null,
      });
      assert.deepEqual(turn?.rounds, [{ parts: [{ kind: 'text', text: '<script>', replay: null }], next: null }]);
      assert.deepEqual(turn?.outcome, cut);
      talk(imported, 'more', 'said');
      await imported.saved();
      assert.deepEqual(said((await window().open(imported.id)) ?? library.begin()).slice(-2), ['more', 'said']);
    });
  });
});
