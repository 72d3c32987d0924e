import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/json.ts';
import { callId } from '../../../src/core/model.ts';
import type { ShownAccount, ShownPart, Update } from '../../../src/webview/bridge.ts';
import { emptyState, type PageState, reduce, runningAnswer, stopped } from '../../../src/webview/store.ts';

const complete = { kind: 'complete', note: null } as const;
const conversation = { id: 'c1', title: 'Earlier', isReadOnly: false };
const started: Update = { kind: 'started', turn: 't3', text: 'Why?', by: 'Work' };
const account: ShownAccount = {
  label: 'Work',
  plan: null,
  model: 'gpt-5.5',
  effort: null,
  standing: { kind: 'ok', sentence: null },
  payer: '',
  notice: null,
};
const nothing = { conversation, vendors: [], messages: [], edits: [], running: null };
const text = (delta: string, block = 0): ShownPart => ({ kind: 'text', block, delta });

describe("the page's state", () => {
  it('knows no account until the host has said, with all that is shown, that there is none', () => {
    const update: Update = { kind: 'account', account };
    assert.equal(reduce(emptyState, update).account, undefined, 'nothing shows before the conversation does');
    const shown = reduce(emptyState, { kind: 'snapshot', state: { ...nothing, account: null } });
    assert.equal(shown.account, null);
    assert.deepEqual(reduce(shown, update).account, account);
  });

  it('joins the parts of a block and keeps different blocks apart, in their order', () => {
    const state = stateAfter(
      started,
      parts({ kind: 'reasoning', block: 0, delta: 'h' }, { kind: 'reasoning', block: 0, delta: 'm' }, text('a', 1)),
      parts(text('b', 1), text('c', 2)),
    );
    assert.deepEqual(
      runningAnswer(state)?.blocks.map((block) => [block.kind, 'text' in block ? block.text : null]),
      [
        ['reasoning', 'hm'],
        ['text', 'ab'],
        ['text', 'c'],
      ],
    );
  });

  it('shows a tool call as it grows and then as it is', () => {
    const call = callId('c');
    const growing = { kind: 'tool-input', block: 0, call, tool: 'read', delta: '{"a":' } as const;
    const state = stateAfter(started, parts(growing, text('between', 1), { ...growing, delta: '1' }));
    assert.deepEqual(runningAnswer(state)?.blocks[0], {
      kind: 'tool',
      block: 0,
      call,
      tool: 'read',
      input: '{"a":1',
      result: null,
    });
    const whole = reduce(state, parts({ kind: 'tool-call', block: 0, call, tool: 'read', input: { a: 1 } }));
    assert.equal(runningAnswer(whole)?.blocks.length, 2);
    assert.deepEqual(runningAnswer(whole)?.blocks[0], {
      kind: 'tool',
      block: 0,
      call,
      tool: 'read',
      input: '{\n  "a": 1\n}',
      result: null,
    });
    const result = { text: 'done', failed: false };
    const ended = reduce(whole, parts({ kind: 'tool-result', block: 2, call, ...result }));
    const [first] = runningAnswer(ended)?.blocks ?? [];
    assert.deepEqual(first?.kind === 'tool' ? first.result : null, result);
  });

  it('leaves out the arguments of a tool that are nested too deep to be written down', () => {
    let input: JsonObject = {};
    for (let level = 0; level < 100_000; level++) input = { a: input };
    const state = stateAfter(started, parts({ kind: 'tool-call', block: 0, call: callId('c'), tool: 'read', input }));
    const block = runningAnswer(state)?.blocks[0];
    assert.equal(block?.kind === 'tool' && block.input, '…');
  });

  it('keeps the newest status', () => {
    const retrying = { kind: 'retrying', attempt: 2, attempts: 3, waitMs: 1 } as const;
    const state = stateAfter(started, { kind: 'parts', turn: 't3', parts: [{ kind: 'renewing' }, retrying] });
    assert.deepEqual(runningAnswer(state)?.status, retrying);
  });

  it('ignores parts and ends of turns that are not running', () => {
    const running = stateAfter(started, parts(text('a')));
    assert.equal(reduce(running, { kind: 'parts', turn: 't2', parts: [text('x')] }), running);
    assert.equal(reduce(running, { kind: 'ended', turn: 't2', outcome: complete }), running);
    const ended = reduce(running, { kind: 'ended', turn: 't3', outcome: complete });
    assert.equal(reduce(ended, parts(text('late'))), ended);
    assert.equal(runningAnswer(ended), null);
  });

  it('keeps the key of an answer from its first token to its end', () => {
    const before = stateAfter(started).messages.at(-1);
    const ended = stateAfter(started, parts(text('a')), { kind: 'ended', turn: 't3', outcome: complete }).messages.at(
      -1,
    );
    assert.equal(ended?.key, before?.key);
  });

  it('ends an answer that the host forgot when the next one starts', () => {
    const state = stateAfter(started, { ...started, turn: 't4' });
    const outcomes = state.messages.flatMap((message) => (message.role === 'assistant' ? [message.outcome] : []));
    assert.deepEqual(outcomes, [{ kind: 'stopped' }, null]);
  });

  it('takes a snapshot as the truth and leaves messages alone that say the same', () => {
    const first = stateAfter(started, parts(text('a')), { kind: 'ended', turn: 't3', outcome: complete });
    const answer = { role: 'assistant', by: 'Work', outcome: complete, parts: [{ kind: 'text', text: 'a' }] } as const;
    const question = { role: 'user', text: 'Why?' } as const;
    const state = {
      conversation,
      account: null,
      vendors: [],
      edits: [],
      running: { turn: 't9', by: 'Home', parts: [text('b')] },
    };
    const same = reduce(first, { kind: 'snapshot', state: { ...state, messages: [question, answer] } });
    assert.equal(same.messages[0], first.messages[0]);
    assert.equal(same.messages[1], first.messages[1]);
    assert.equal(runningAnswer(same)?.by, 'Home');
    assert.equal(new Set(same.messages.map(({ key }) => key)).size, 3);
    const other = reduce(first, {
      kind: 'snapshot',
      state: { ...state, messages: [question, { ...answer, parts: [{ kind: 'text', text: 'A' }] }] },
    });
    assert.notEqual(other.messages[1]?.key, first.messages[1]?.key);
  });

  it('takes over where a message now stands among others without drawing it anew', () => {
    const ended: Update = { kind: 'ended', turn: 't3', outcome: { kind: 'stopped' }, canContinue: true };
    const first = stateAfter(started, parts(text('a')), ended);
    const siblings = { index: 0, count: 2 };
    const answer = { role: 'assistant', turn: 't3', by: 'Work', outcome: { kind: 'stopped' } } as const;
    const messages = [
      { role: 'user', turn: 't3', text: 'Why?', siblings },
      { ...answer, parts: [{ kind: 'text', text: 'a' }] },
    ] as const;
    const state = { conversation, account: null, vendors: [], edits: [], messages, running: null };
    const after = reduce(first, { kind: 'snapshot', state }).messages;
    assert.deepEqual(
      after.map(({ key }) => key),
      first.messages.map(({ key }) => key),
    );
    assert.deepEqual(after[0]?.siblings, siblings);
    const [before, now] = [first.messages[1], after[1]];
    assert.deepEqual(
      [before, now].map((one) => one?.role === 'assistant' && one.canContinue),
      [true, false],
    );
  });

  it('hears that an answer which the reader has stopped can be gone on with', () => {
    const state = stopped(stateAfter(started, parts(text('a'))));
    const ended: Update = { kind: 'ended', turn: 't3', outcome: { kind: 'stopped' }, canContinue: true };
    const [last] = reduce(state, ended).messages.slice(-1);
    assert.equal(last?.role === 'assistant' && last.canContinue, true);
    assert.equal(reduce(state, { ...ended, turn: 't2' }), state);
  });

  it('takes nothing over from after the first message that a snapshot has otherwise', () => {
    const questions = (...texts: readonly string[]): Update => {
      const messages = texts.map((text) => ({ role: 'user', text }) as const);
      return {
        kind: 'snapshot',
        state: { conversation, account: null, vendors: [], edits: [], messages, running: null },
      };
    };
    const before = stateAfter(questions('one', 'two', 'three')).messages.map(({ key }) => key);
    const after = stateAfter(questions('one', 'two', 'three'), questions('one', 'other', 'three')).messages;
    assert.equal(after[0]?.key, before[0]);
    assert.ok(after.slice(1).every(({ key }) => !before.includes(key)));
  });
});

function parts(...all: readonly ShownPart[]): Update {
  return { kind: 'parts', turn: 't3', parts: all };
}

function stateAfter(...updates: readonly Update[]): PageState {
  return updates.reduce(reduce, emptyState);
}
