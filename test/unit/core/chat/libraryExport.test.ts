import assert from 'node:assert/strict';
import { exportJson } from '../../../../src/core/chat/exportJson.ts';
import { exportMarkdown } from '../../../../src/core/chat/exportMarkdown.ts';
import { Library } from '../../../../src/core/chat/library.ts';
import type { TreeReader } from '../../../../src/core/chat/tree.ts';
import { failureOf } from '../../../../src/core/failure.ts';
import { accountId, callId, epochMs, modelId, type TurnId, vendorId } from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { MapTexts } from '../../../accountWindows.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, complete, cut, plain, said, talk, textAttachment, textPart, view } from '../../../testChat.ts';

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

describe('library of conversations export', () => {
  let files = new MemoryJournals();
  let texts = new MapTexts();
  let clock = new HandClock(1_000);
  beforeEach(() => {
    files = new MemoryJournals();
    texts = new MapTexts();
    clock = new HandClock(1_000);
  });

  const window = (): Library => new Library({ files, texts, clock, onSaving: () => undefined });
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
    const entries = (...list: readonly object[]): string => JSON.stringify({ maestro: 'conversation', entries: list });
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
