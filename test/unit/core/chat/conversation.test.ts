import assert from 'node:assert/strict';
import { Conversation } from '../../../../src/core/chat/conversation.ts';
import { callId, type Message, type TurnId } from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { ada, complete, cut, plain, said, talk, textAttachment, textPart } from '../../../testChat.ts';

function begin(clock = new HandClock(1_000)): Conversation {
  return Conversation.begin({ files: new MemoryJournals(), clock, onSaving: () => assert.fail() });
}

function sent(messages: readonly Message[]): readonly string[] {
  return messages.map((message) => {
    const parts = message.role === 'tool' ? message.results.flatMap(({ content }) => content) : message.content;
    return `${message.role}: ${parts.map((part) => ('text' in part ? part.text : part.kind)).join('|')}`;
  });
}

function ask(conversation: Conversation, question: string, parent?: TurnId | null): TurnId {
  const turn = conversation.ask(plain(question), ada, parent);
  assert.ok(turn !== null);
  return turn;
}

describe('conversation', () => {
  it('keeps the account and the model that were chosen for it, also before its first question and over a restart', async () => {
    const deps = { files: new MemoryJournals(), clock: new HandClock(1_000), onSaving: () => assert.fail() };
    const conversation = Conversation.begin(deps);
    const own = ada.account?.id ?? assert.fail();
    const model = ada.model?.id ?? assert.fail();
    conversation.keepTo(own, model);
    assert.deepEqual([conversation.account, conversation.tree.model, deps.files.appends], [own, model, 0]);
    ask(conversation, 'Capital of France?');
    await conversation.close();
    const opened = (await Conversation.open(conversation.id, deps)) ?? assert.fail();
    assert.deepEqual([opened.account, opened.tree.model], [own, model]);
    opened.keepTo(own);
    assert.deepEqual([opened.account, opened.tree.model], [own, null]);
    opened.keepTo(null);
    await opened.close();
    assert.equal((await Conversation.open(conversation.id, deps))?.account, null);
  });

  it('sends the path with the next question, and nothing of other branches', () => {
    const conversation = begin();
    const first = talk(conversation, 'Capital of France?', 'Paris');
    talk(conversation, 'Population?', '2 million');
    const edited = conversation.edit(first, plain('Capital of Spain?'), ada);
    assert.ok(edited !== null);
    conversation.add(edited, [textPart('Mad'), textPart('rid')]);
    conversation.end(edited, complete, noUsage);
    assert.deepEqual(sent(conversation.messages(ask(conversation, 'And its population?'))), [
      'user: Capital of Spain?',
      'assistant: Madrid',
      'user: And its population?',
    ]);
    assert.deepEqual(conversation.siblings(edited), [first, edited]);
    assert.equal(conversation.title, 'Capital of France?');
  });

  it('a branch that is chosen again is shown down to where it was left', () => {
    const conversation = begin();
    const first = talk(conversation, 'a', '1');
    talk(conversation, 'b', '2');
    const again = conversation.askAgain(first, { ...ada, steppedIn: 'The limit is reached.' });
    assert.ok(again !== null);
    assert.deepEqual(said(conversation), ['a', '']);
    conversation.choose(first);
    assert.deepEqual(said(conversation), ['a', '1', 'b', '2']);
    assert.equal(conversation.turn(again)?.answerer?.steppedIn, 'The limit is reached.');
  });

  it('a turn deep in another branch is shown with all that leads to it', () => {
    const conversation = begin();
    talk(conversation, 'a', '1');
    const deep = talk(conversation, 'b', '2');
    talk(conversation, 'c', '3', complete, null);
    assert.deepEqual(said(conversation), ['c', '3']);
    conversation.choose(deep);
    assert.deepEqual(said(conversation), ['a', '1', 'b', '2']);
  });

  it('leaves out a turn that got no answer, keeps one that was cut', () => {
    const conversation = begin();
    conversation.end(ask(conversation, 'lost'), cut, noUsage);
    talk(conversation, 'cut', 'half', cut);
    assert.deepEqual(sent(conversation.messages(ask(conversation, 'next'))), [
      'user: cut',
      'assistant: half',
      'user: next',
    ]);
  });

  it('is asked below no turn that is being answered, and none that is not there', () => {
    const conversation = begin();
    const turn = ask(conversation, 'one');
    assert.equal(conversation.ask(plain('two'), ada), null);
    assert.equal(conversation.ask(plain('two'), ada, begin().ask(plain('other'), ada)), null);
    assert.deepEqual(conversation.running, [turn]);
    assert.notEqual(conversation.askAgain(turn, ada), null, 'two may answer the same question at the same time');
  });

  it('parts of a turn that is over change nothing, and what was read before stays as it was', () => {
    const conversation = begin();
    const turn = ask(conversation, 'one');
    conversation.add(turn, [textPart('a')]);
    const before = conversation.turn(turn);
    conversation.add(turn, [textPart('b')]);
    conversation.end(turn, { kind: 'cancelled' }, noUsage);
    conversation.add(turn, [textPart('late')]);
    assert.deepEqual(said(conversation), ['one', 'ab']);
    assert.deepEqual(before?.rounds[0]?.parts, [{ kind: 'text', text: 'a', replay: null }]);
    assert.equal(before?.outcome, null);
  });

  it('goes on in the same turn with an answer that was cut, whoever answers now', () => {
    const conversation = begin();
    const turn = talk(conversation, 'Tell a story', 'Once upon', cut);
    assert.equal(conversation.resume(turn, { ...ada, account: null }), true);
    const messages = sent(conversation.messages(turn));
    assert.deepEqual(messages.slice(0, 2), ['user: Tell a story', 'assistant: Once upon']);
    assert.match(messages[2] ?? '', /^user: .*exactly where it stopped/);
    conversation.add(turn, [textPart(' a time')]);
    conversation.end(turn, complete, { ...noUsage, output: 3 });
    assert.deepEqual(said(conversation), ['Tell a story', 'Once upon, a time']);
    assert.equal(conversation.turn(turn)?.usage.output, 3);
    assert.equal(conversation.resume(turn, ada), false, 'it is complete now');
  });

  it('asks again in the same turn where nothing was answered yet', () => {
    const conversation = begin();
    const turn = ask(conversation, 'one');
    conversation.end(turn, cut, noUsage);
    assert.equal(conversation.resume(turn, ada), true);
    assert.deepEqual(sent(conversation.messages(turn)), ['user: one']);
  });

  it('an agent’s answer is rounds of calls and results, sent back as they were', () => {
    const conversation = begin();
    const turn = ask(conversation, 'What is in a.txt?');
    const call = callId('c1');
    conversation.add(turn, [{ kind: 'tool-call', block: 0, call, tool: 'read', input: { file: 'a.txt' } }]);
    conversation.give(turn, [{ call, content: [{ kind: 'text', text: 'hello' }], failed: false }]);
    assert.deepEqual(sent(conversation.messages(turn)), [
      'user: What is in a.txt?',
      'assistant: tool-call',
      'tool: hello',
    ]);
    conversation.add(turn, [textPart('It says hello.')]);
    conversation.end(turn, complete, noUsage);
    assert.equal(conversation.turn(turn)?.rounds.length, 2);
    assert.equal(sent(conversation.messages(ask(conversation, 'ok'))).length, 5);
  });

  it('what goes with a question is sent before it', async () => {
    const conversation = begin();
    const file = await textAttachment('a.ts', 'a.ts:\n```\n1\n```');
    const turn = conversation.ask(plain('Explain', file), ada);
    assert.ok(turn !== null);
    assert.deepEqual(sent(conversation.messages(turn)), ['user: a.ts:\n```\n1\n```|Explain']);
  });

  it('knows how long the model was seen to think', () => {
    const clock = new HandClock(1_000);
    const conversation = begin(clock);
    const turn = ask(conversation, 'hard');
    conversation.add(turn, [{ kind: 'reasoning', block: 0, delta: 'hm', replay: null }]);
    clock.advance(4_000);
    conversation.add(turn, [textPart('42', 1)]);
    clock.advance(2_000);
    conversation.end(turn, complete, noUsage);
    assert.equal(conversation.turn(turn)?.reasoningMs, 4_000);
    assert.equal(conversation.turn(turn)?.endedAt, 7_000);
  });

  it('a page that is drawn again sees what has arrived, joined, with what is only half there', () => {
    const conversation = begin();
    const turn = ask(conversation, 'one');
    conversation.add(turn, [textPart('a'), textPart('b')]);
    conversation.add(turn, [{ kind: 'tool-input', block: 1, call: callId('c'), tool: 't', delta: '{"a' }]);
    assert.deepEqual(conversation.arrived(turn), [
      { kind: 'text', block: 0, delta: 'ab' },
      { kind: 'tool-input', block: 1, call: 'c', tool: 't', delta: '{"a' },
    ]);
    conversation.end(turn, complete, noUsage);
    assert.deepEqual(conversation.arrived(turn), []);
  });

  it('an answer without an end takes no more than 8 million characters (WV-50)', () => {
    const conversation = begin();
    const turn = ask(conversation, 'endless');
    for (let n = 0; n < 20; n++) conversation.add(turn, [textPart('x'.repeat(1_000_000))]);
    assert.equal(said(conversation)[1]?.length, 8_000_000);
  });

  it('is named after its first question, cut at a word, or as a person says', async () => {
    const names = new Map([
      ['How do I\n\nread a file?', 'How do I read a file?'],
      [`${'word '.repeat(30)}`, `${'word '.repeat(12).trim()}…`],
      ['a'.repeat(100), `${'a'.repeat(60)}…`],
      ['\u202ereversed\u0007', 'reversed'],
    ]);
    for (const [question, title] of names) {
      const conversation = begin();
      talk(conversation, question, 'ok');
      assert.equal(conversation.title, title);
    }
    const long = begin();
    talk(long, '請'.repeat(100), 'ok');
    assert.ok(long.title.length <= 61 && long.title.endsWith('…'));
    const attached = begin();
    attached.ask(plain('', await textAttachment('notes.md', 'x')), ada);
    assert.equal(attached.title, 'notes.md');
    attached.rename('  Mine\n\u202e ');
    assert.equal(attached.title, 'Mine');
    attached.rename(' ');
    assert.equal(attached.title, 'Mine');
  });
});
