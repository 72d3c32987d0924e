import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Conversation } from '../../../../src/core/chat/conversation.ts';
import type { JournalDeps } from '../../../../src/core/chat/journal.ts';
import { newId } from '../../../../src/core/chat/newId.ts';
import type { ThreadTurn } from '../../../../src/core/chat/thread.ts';
import type { Attachment, Round } from '../../../../src/core/chat/turn.ts';
import {
  type AssistantPart,
  callId,
  conversationId,
  epochMs,
  type TurnId,
  turnId,
} from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, complete, cut, plain, said, talk, textAttachment, textPart, view } from '../../../testChat.ts';

const seal = {
  vendor: ada.vendor,
  account: ada.account?.id ?? assert.fail(),
  model: ada.model?.id ?? assert.fail(),
  token: 'opaque-token',
};

function spoken(text: string): Round {
  return { parts: [{ kind: 'text', text, replay: null }], next: null };
}

function turn(text: string, answer: string, ...attachments: readonly Attachment[]): ThreadTurn {
  return {
    id: turnId(newId()),
    question: plain(text, ...attachments),
    askedAt: epochMs(1_000),
    answerer: ada,
    rounds: [spoken(answer)],
    outcome: complete,
    usage: { ...noUsage, input: 7, output: 3 },
    endedAt: epochMs(2_000),
    reasoningMs: null,
  };
}

describe('a thread that is led elsewhere', () => {
  let deps: JournalDeps & { readonly files: MemoryJournals };
  let conversation: Conversation;

  beforeEach(() => {
    deps = { files: new MemoryJournals(), clock: new HandClock(3_000), onSaving: () => assert.fail() };
    conversation = Conversation.begin(deps);
  });

  /** The conversation as another window finds it. */
  async function reopened(): Promise<Conversation> {
    await conversation.saved();
    return (await Conversation.open(conversation.id, deps)) ?? assert.fail();
  }

  it('becomes a conversation with everything that was kept of it', async () => {
    const call: AssistantPart = {
      kind: 'tool-call',
      call: callId('c'),
      tool: 'maestro_search',
      input: { query: 'x' },
      replay: seal,
    };
    const results: Round['next'] = {
      kind: 'results',
      results: [{ call: callId('c'), content: [{ kind: 'text', text: 'found' }], failed: false }],
    };
    const thought: AssistantPart = { kind: 'reasoning', text: 'Hm.', replay: seal };
    const rich: ThreadTurn = {
      ...turn('What is it?', '', await textAttachment('a.md', 'A note'), await textAttachment('b.md', 'A note')),
      rounds: [{ parts: [thought, call], next: results }, spoken('A note.')],
    };
    const again = turn('And again?', 'The same.', await textAttachment('a.md', 'A note'));
    conversation.merge(null, [rich]);
    const last = conversation.merge(null, [rich, again]);
    const after = await reopened();
    assert.deepEqual(view(after.tree), view(conversation.tree));
    const [first, second] = after.path;
    assert.deepEqual({ ...first, parent: undefined }, { ...rich, parent: undefined });
    assert.deepEqual([second?.parent, second?.id], [rich.id, last]);
    assert.equal(deps.files.lines(conversation.id).filter((line) => line.includes('A note"}')).length, 1);
  });

  it('merged again adds nothing, and later turns follow', async () => {
    const thread = [turn('One', '1'), turn('Two', '2')];
    conversation.merge(null, thread);
    await conversation.saved();
    const { appends } = deps.files;
    conversation.merge(null, thread);
    await conversation.saved();
    assert.equal(deps.files.appends, appends);
    conversation.merge(null, [...thread, turn('Three', '3')]);
    assert.deepEqual(said(await reopened()), ['One', '1', 'Two', '2', 'Three', '3']);
  });

  it('and what is asked here meanwhile are branches, and nothing is lost', async () => {
    const thread = [turn('One', '1')];
    const end = conversation.merge(null, thread);
    const here = talk(conversation, 'Asked here', 'here');
    const last = conversation.merge(null, [...thread, turn('Asked there', 'there')]);
    assert.deepEqual(said(conversation), ['One', '1', 'Asked there', 'there']);
    assert.deepEqual(conversation.siblings(here), [here, last]);
    conversation.choose(here);
    assert.deepEqual([conversation.merge(null, thread), said(conversation).at(-1)], [end, 'here']);
    assert.equal((await reopened()).tree.size, 3);
  });

  it('goes on from a turn of the conversation, and tells those who show it', () => {
    const first = talk(conversation, 'One', '1');
    talk(conversation, 'Two', '2');
    let told = 0;
    conversation.onDidChange(() => {
      told++;
    });
    conversation.merge(first, [turn('Three', '3')]);
    assert.deepEqual([told, said(conversation)], [1, ['One', '1', 'Three', '3']]);
    assert.equal(conversation.title, 'One');
  });

  it('has a turn that was kept by nobody found again by what was asked', () => {
    const stopped: ThreadTurn = { ...turn('Two', 'half'), outcome: cut };
    const first = turn('One', '1');
    conversation.merge(null, [first, stopped]);
    const shown = { ...stopped, id: null };
    assert.equal(conversation.merge(null, [first, shown]), stopped.id);
    const again = turn('Two', 'whole');
    conversation.merge(null, [first, shown, turn('Three', '3')]);
    conversation.merge(null, [first, again]);
    assert.deepEqual(said(conversation), ['One', '1', 'Two', 'whole']);
    assert.equal(conversation.tree.size, 4);
    const unknown = { ...shown, question: plain('New') };
    for (const _ of ['merged', 'merged again']) conversation.merge(null, [unknown, unknown]);
    assert.deepEqual([conversation.tree.size, said(conversation).length], [6, 4]);
    assert.equal(conversation.merge(null, [unknown]), conversation.path[0]?.id);
  });

  it('is merged by two windows at once as by one', async () => {
    const thread = [turn('One', '1'), turn('Two', '2')];
    conversation.merge(null, thread.slice(0, 1));
    const other = await reopened();
    conversation.merge(null, thread);
    other.merge(null, thread);
    await Promise.all([conversation.saved(), other.saved()]);
    await Promise.all([conversation.refresh(), other.refresh()]);
    assert.deepEqual(said(conversation), ['One', '1', 'Two', '2']);
    assert.deepEqual(view(conversation.tree), view(other.tree));
    assert.deepEqual(view((await reopened()).tree), view(other.tree));
  });

  it('changes nothing in a conversation that a newer Maestro made, nor in one that is being answered here', async () => {
    deps.files.put('newer', Buffer.from('{"kind":"begun","v":99}\n'));
    const newer = (await Conversation.open(conversationId('newer'), deps)) ?? assert.fail();
    newer.merge(null, [turn('One', '1')]);
    assert.equal(newer.tree.size, 0);
    const running: TurnId = conversation.ask(plain('Asked here'), ada) ?? assert.fail();
    conversation.merge(null, [turn('Asked there', 'there')]);
    conversation.add(running, [textPart('goes on')]);
    conversation.end(running, complete, noUsage);
    conversation.choose(running);
    assert.deepEqual(said(conversation), ['Asked here', 'goes on']);
  });

  it('may be led, edited and merged in any order beside the panel: nothing is lost, and nothing is there twice', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('asked' as const, 'stopped' as const), cut: fc.nat({ max: 2 }) }),
      fc.record({ kind: fc.constantFrom('merged' as const, 'here' as const), cut: fc.nat({ max: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const files = new MemoryJournals();
        const talked = Conversation.begin({ ...deps, files });
        let thread: readonly ThreadTurn[] = [];
        const merged = new Map<TurnId | null, string>();
        for (const [index, { kind, cut: back }] of steps.entries()) {
          if (kind === 'here') {
            const parent = talked.tree.turns.at(-1 - back) ?? null;
            talk(talked, `here ${index}`, 'said here', complete, parent);
          } else if (kind === 'merged') {
            for (const { id, question } of thread) merged.set(id, question.text);
            const last = talked.merge(null, thread);
            assert.deepEqual(
              last === null ? [] : talked.tree.pathTo(last).map((id) => talked.turn(id)?.question.text),
              thread.map(({ question }) => question.text),
            );
            // What was stopped is given back without its id.
            thread = thread.map((one) => (one.outcome?.kind === 'cancelled' ? { ...one, id: null } : one));
          } else {
            const outcome: ThreadTurn['outcome'] = kind === 'stopped' ? { kind: 'cancelled' } : complete;
            thread = [...thread.slice(0, thread.length - back), { ...turn(`there ${index}`, 'said there'), outcome }];
          }
        }
        merged.delete(null);
        for (const [id, text] of merged) assert.equal(id === null ? null : talked.turn(id)?.question.text, text);
        const texts = talked.tree.turns.map((id) => talked.turn(id)?.question.text);
        assert.equal(new Set(texts).size, texts.length);
        await talked.saved();
        if (talked.tree.size === 0) return;
        const back = (await Conversation.open(talked.id, { ...deps, files })) ?? assert.fail();
        assert.deepEqual(view(back.tree), view(talked.tree));
      }),
    );
  });
});
