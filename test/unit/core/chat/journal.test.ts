import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Conversation } from '../../../../src/core/chat/conversation.ts';
import { readEntry } from '../../../../src/core/chat/entryRecord.ts';
import { TurnTree } from '../../../../src/core/chat/tree.ts';
import { answerParts } from '../../../../src/core/chat/turn.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { isObject, parseJson } from '../../../../src/core/json.ts';
import { callId, conversationId } from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, complete, cut, plain, said, talk, textAttachment, textPart, view } from '../../../testChat.ts';
import { play, type Step, steps } from './scripts.ts';

const encoder = new TextEncoder();

class Window {
  readonly files: MemoryJournals;
  readonly clock = new HandClock(1_000);
  readonly told: (Failure | null)[] = [];

  constructor(files = new MemoryJournals()) {
    this.files = files;
  }

  begin(): Conversation {
    return Conversation.begin(this.#deps());
  }

  find(id: string): Promise<Conversation | null> {
    return Conversation.open(conversationId(id), this.#deps());
  }

  async open(id: string): Promise<Conversation> {
    const conversation = await this.find(id);
    assert.ok(conversation !== null);
    return conversation;
  }

  #deps(): Parameters<typeof Conversation.begin>[0] {
    return { files: this.files, clock: this.clock, onSaving: (failure) => this.told.push(failure) };
  }
}

/** A journal of these bytes, in a place of its own. */
function holding(id: string, bytes: Uint8Array): Window {
  const window = new Window();
  window.files.put(id, bytes);
  return window;
}

async function written(
  script: readonly Step[],
): Promise<{ id: string; bytes: Uint8Array; conversation: Conversation }> {
  const window = new Window();
  const conversation = window.begin();
  talk(conversation, 'first', 'answer', cut);
  play(conversation, window.clock, script);
  await conversation.saved();
  return { id: conversation.id, bytes: window.files.files.get(conversation.id) ?? new Uint8Array(), conversation };
}

/** Without the times that only who answers knows. */
function bare(seen: unknown): string {
  return JSON.stringify(seen).replaceAll(/"(endedAt|reasoningMs|updatedAt)":(\d+|null)/g, '');
}

/** The lines of several in one list, each's own in their order. */
function mixed(lists: readonly (readonly string[])[], coin: Iterator<boolean>): readonly string[] {
  const [left = [], right = []] = lists.map((list) => [...list]);
  const all: string[] = [];
  while (left.length + right.length > 0) {
    const fromLeft = right.length === 0 || (left.length > 0 && coin.next().value === true);
    all.push(...(fromLeft ? left : right).splice(0, 1));
  }
  return all;
}

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

  it('two windows write at the same time: every order of their lines is the same conversation', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, fc.infiniteStream(fc.boolean()), async (before, left, right, coin) => {
        const { id, bytes: common } = await written(before);
        const one = holding(id, common);
        const other = holding(id, common);
        const here = await one.open(id);
        const there = await other.open(id);
        play(here, one.clock, left);
        play(there, other.clock, right);
        await Promise.all([here.saved(), there.saved()]);
        const shared = holding(id, common).files.lines(id).length;
        const own = (): readonly (readonly string[])[] =>
          [one, other].map(({ files }) => files.lines(id).slice(shared));
        const bytesOf = (...lists: readonly (readonly string[])[]): Uint8Array =>
          Buffer.concat([common, encoder.encode(`\n${lists.flat().join('\n')}\n`)]);
        const viewOf = async (bytes: Uint8Array): Promise<unknown> => view((await holding(id, bytes).open(id)).tree);
        assert.deepEqual(await viewOf(bytesOf(mixed(own(), coin))), await viewOf(bytesOf(...own())));
        // A window that takes over what the other wrote sees the same as one that reads it all.
        for (const turn of here.running) here.end(turn, cut, noUsage);
        for (const turn of there.running) there.end(turn, cut, noUsage);
        await Promise.all([here.saved(), there.saved()]);
        const [ours = [], theirs = []] = own();
        const lines = encoder.encode(`\n${theirs.join('\n')}\n`);
        one.files.put(id, Buffer.concat([one.files.files.get(id) ?? common, lines]));
        await here.refresh();
        assert.deepEqual(bare(view(here.tree)), bare(await viewOf(bytesOf(theirs, ours))));
      }),
      { numRuns: 200 },
    );
  }).timeout(120_000);

  it('two windows at the same file, each unaware of the other until it looks, end with the same conversation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.boolean(), steps), { maxLength: 8 }), async (acts) => {
        const window = new Window();
        const here = window.begin();
        talk(here, 'first', 'answer', cut);
        await here.saved();
        const there = await window.open(here.id);
        for (const [isHere, looks, script] of acts) {
          const one = isHere ? here : there;
          if (looks) await one.refresh();
          play(one, window.clock, script);
          await one.saved();
        }
        for (const one of [here, there]) {
          for (const turn of one.running) one.end(turn, cut, noUsage);
          await one.saved();
        }
        await Promise.all([here.refresh(), there.refresh()]);
        const opened = bare(view((await window.open(here.id)).tree));
        assert.deepEqual([bare(view(here.tree)), bare(view(there.tree))], [opened, opened]);
      }),
      { numRuns: 200 },
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

  it('an answer that another window is giving is seen as it grows, and is no longer taken for interrupted', async () => {
    const window = new Window();
    const here = window.begin();
    const turn = here.ask(plain('q'), ada);
    assert.ok(turn !== null);
    await here.saved();
    const there = await window.open(here.id);
    assert.equal(there.turn(turn)?.outcome?.kind, 'failed');
    const changes: (readonly string[])[] = [];
    there.onDidChange((turns) => changes.push([...turns]));
    here.add(turn, [textPart('so far')]);
    await here.saved();
    await there.refresh();
    assert.deepEqual(said(there), ['q', 'so far']);
    assert.equal(there.turn(turn)?.outcome, null);
    here.end(turn, complete, noUsage);
    here.rename('Named');
    await here.saved();
    await there.refresh();
    await there.refresh();
    assert.deepEqual(changes, [[turn], [turn]]);
    assert.deepEqual(view(there.tree), view(here.tree));
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

  it('lines of kinds that come later are passed over, broken ones are counted, and the rest is as it was', async () => {
    const { id, bytes, conversation } = await written([]);
    const lines = holding(id, bytes).files.lines(id);
    const odd = ['{"kind":"painted","color":"red"}', '{"kind":"asked"}', 'no json', '[]', 'null', '\u0000', '{'];
    const opened = await holding(id, encoder.encode(lines.flatMap((line) => [line, ...odd, '']).join('\n'))).open(id);
    assert.equal(opened.broken, (odd.length - 1) * lines.length);
    assert.deepEqual(view(opened.tree), view(conversation.tree));
  });

  it('a lost line costs its own turn alone', async () => {
    const window = new Window();
    const conversation = window.begin();
    for (const question of ['a', 'b', 'c']) talk(conversation, question, `${question}!`);
    await conversation.saved();
    const lines = window.files.lines(conversation.id).map((line) => (line.includes('"text":"b"') ? '#' : line));
    const opened = await holding(conversation.id, encoder.encode(lines.join('\n'))).open(conversation.id);
    assert.deepEqual(said(opened), ['a', 'a!', 'c', 'c!']);
  });

  it('hostile lines do no harm (WV-11, WV-52)', async () => {
    const { id, bytes, conversation } = await written([]);
    const [turn = ''] = conversation.tree.turns;
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const call = `{"kind":"tool-call","block":1,"call":"c","tool":"t","input":${deep}}`;
    const hostile = [
      '{"__proto__":{"polluted":1},"kind":"asked"}',
      `{"kind":"said","run":"${turn}","step":5,"parts":[{"kind":"text","block":0,"delta":"x","__proto__":{"polluted":1}}]}`,
      `{"kind":"said","run":"${turn}","step":6,"parts":[${call}]}`,
      '['.repeat(1_000_000),
      'x'.repeat(33_000_000),
      `{"kind":"asked","turn":"${turn}","parent":"${turn}","order":2,"at":1,"text":"cycle"}`,
      '{"kind":"asked","turn":"../../../../etc/passwd","parent":null,"order":3,"at":1,"text":"path"}',
      '{"kind":"asked","turn":"AAAAAAAAAAAAAAAAAAAAAA","parent":null,"order":1e300,"at":1,"text":"no more orders"}',
      '{"kind":"asked","turn":"AAAAAAAAAAAAAAAAAAAAAA","parent":null,"order":3,"at":1e300,"text":"no date"}',
      '{"kind":"titled","title":"\\u202e\\u0000evil\\n","order":3}',
    ];
    const window = holding(id, Buffer.concat([bytes, encoder.encode(`\n${hostile.join('\n')}\n`)]));
    const opened = await window.open(id);
    assert.deepEqual(said(opened), ['first', 'answer']);
    assert.equal(opened.title, 'evil');
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    talk(opened, 'goes on', 'yes');
    await opened.saved();
    assert.deepEqual(said(await window.open(id)), ['first', 'answer', 'goes on', 'yes']);
  }).timeout(20_000);

  it('what a tool is asked is kept only as deep as any program can walk (WV-52)', async () => {
    const window = new Window();
    const conversation = window.begin();
    const turn = conversation.ask(plain('q'), ada);
    assert.ok(turn !== null);
    const deep = parseJson(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    assert.ok(isObject(deep));
    const named = { kind: 'tool-call', call: callId('c'), tool: 't' } as const;
    conversation.add(turn, [
      { ...named, block: 0, input: deep },
      { ...named, block: 1, input: { a: [{ b: 1 }] } },
    ]);
    await conversation.saved();
    const line = JSON.stringify({ kind: 'said', run: turn, step: 2, parts: [{ ...named, block: 2, input: 'deep' }] });
    const hostile = line.replace('"deep"', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    await window.files.append(conversation.id, encoder.encode(`${hostile}\n`), false);
    const opened = await window.open(conversation.id);
    const inputs = answerParts(opened.path[0] ?? assert.fail()).map((part) => ('input' in part ? part.input : null));
    assert.deepEqual(inputs, [{}, { a: [{ b: 1 }] }, {}]);
  });

  it('any line at all does no harm', async () => {
    const { id, bytes, conversation } = await written([]);
    const known = conversation.tree.turns[0] ?? '';
    const value = fc.oneof(fc.constantFrom(known, 1, 2, null), fc.anything({ withBigInt: false }));
    const kinds = [
      'begun',
      'attached',
      'asked',
      'resumed',
      'answerer',
      'said',
      'results',
      'ended',
      'chosen',
      'titled',
      'account',
    ];
    const keys = [
      'turn',
      'run',
      'parent',
      'order',
      'step',
      'at',
      'text',
      'title',
      'parts',
      'outcome',
      'content',
      'hash',
    ];
    const line = fc
      .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...keys), value))
      .map(([kind, members]) => JSON.stringify({ ...members, kind }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }), async (lines) => {
        const window = holding(id, Buffer.concat([bytes, encoder.encode(`\n${lines.join('\n')}`)]));
        const opened = await window.open(id);
        assert.equal(opened.path[0] === undefined, false);
        talk(opened, 'goes on', 'yes');
        await opened.saved();
        assert.deepEqual(said(await window.open(id)).slice(-2), ['goes on', 'yes']);
      }),
      { numRuns: 500 },
    );
  }).timeout(60_000);
});
