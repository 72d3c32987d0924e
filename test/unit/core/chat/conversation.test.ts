import assert from 'node:assert/strict';
import { asked, Conversation } from '../../../../src/core/chat/conversation.ts';

const complete = { kind: 'complete', reason: 'stop' } as const;

const textOf = (part: object): string => ('text' in part && typeof part.text === 'string' ? part.text : '');

function texts(conversation: Conversation, question: string): readonly string[] {
  return conversation
    .messages(question)
    .map((message) => `${message.role}: ${message.role === 'tool' ? '' : message.content.map(textOf).join()}`);
}

describe('conversation', () => {
  it('sends earlier questions and answers with the next question', () => {
    const conversation = new Conversation();
    const turn = conversation.start('Capital of France?', 'a') ?? 0;
    conversation.add(turn, [
      { kind: 'text', block: 0, delta: 'Par' },
      { kind: 'text', block: 0, delta: 'is' },
    ]);
    conversation.end(turn, complete);
    assert.deepEqual(texts(conversation, 'And its population?'), [
      'user: Capital of France?',
      'assistant: Paris',
      'user: And its population?',
    ]);
  });

  it('leaves out a turn that got no answer, keeps one that was cut', () => {
    const conversation = new Conversation();
    const lost = conversation.start('lost', 'a') ?? 0;
    conversation.end(lost, { kind: 'failed', failure: { code: 'empty' } });
    const cut = conversation.start('cut', 'a') ?? 0;
    conversation.add(cut, [{ kind: 'text', block: 0, delta: 'half' }]);
    conversation.end(cut, { kind: 'failed', failure: { code: 'interrupted' } });
    assert.deepEqual(texts(conversation, 'next'), ['user: cut', 'assistant: half', 'user: next']);
  });

  it('answers one question at a time', () => {
    const conversation = new Conversation();
    assert.equal(conversation.start('one', 'a'), 1);
    assert.equal(conversation.start('two', 'a'), null);
    assert.equal(conversation.takeBack(), null);
  });

  it('parts of a turn that is over change nothing', () => {
    const conversation = new Conversation();
    const turn = conversation.start('one', 'a') ?? 0;
    conversation.end(turn, { kind: 'cancelled' });
    conversation.add(turn, [{ kind: 'text', block: 0, delta: 'late' }]);
    assert.deepEqual(conversation.turns[0]?.parts, []);
  });

  it('a retry takes the last question back', () => {
    const conversation = new Conversation();
    conversation.end(conversation.start('one', 'a') ?? 0, { kind: 'cancelled' });
    assert.equal(conversation.takeBack(), 'one');
    assert.deepEqual(conversation.turns, []);
  });

  it('a retry never throws a complete answer away', () => {
    const conversation = new Conversation();
    const turn = conversation.start('one', 'a') ?? 0;
    conversation.add(turn, [{ kind: 'text', block: 0, delta: 'good' }]);
    conversation.end(turn, complete);
    assert.equal(conversation.takeBack(), null);
    assert.equal(conversation.turns.length, 1);
  });

  it('a page that is drawn again sees what has arrived, joined', () => {
    const conversation = new Conversation();
    const turn = conversation.start('one', 'a') ?? 0;
    conversation.add(turn, [
      { kind: 'reasoning', block: 0, delta: 'hm', replay: null },
      { kind: 'text', block: 1, delta: 'a' },
      { kind: 'text', block: 1, delta: 'b' },
    ]);
    assert.deepEqual(conversation.running?.parts, [
      { kind: 'reasoning', block: 0, delta: 'hm', replay: null },
      { kind: 'text', block: 1, delta: 'ab' },
    ]);
  });

  it('an empty history is the question alone', () => {
    assert.deepEqual(asked([], 'q').length, 1);
  });
});
