import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Json, parseJson } from '../../../src/core/json.ts';
import { readUpdate } from '../../../src/webview/updates.ts';

describe('updates from the host', () => {
  const whole = {
    kind: 'snapshot',
    state: {
      conversation: { id: 'c', title: 'Earlier', isReadOnly: true },
      account: {
        label: 'Work',
        plan: null,
        model: 'm',
        effort: 'high',
        standing: { kind: 'limit-reached', sentence: 'Until Sunday.' },
        payer: 'The plan pays.',
        notice: null,
      },
      vendors: [{ id: 'v', label: 'Vendor', detail: '' }],
      messages: [
        { role: 'user', turn: 't0', siblings: { index: 1, count: 2 }, text: 'q' },
        {
          role: 'assistant',
          turn: 't0',
          canContinue: true,
          by: 'Work',
          parts: [
            { kind: 'text', text: 'a' },
            { kind: 'tool-call', call: 'c', tool: 't', input: { x: [1] } },
          ],
          outcome: { kind: 'failed', sentence: 's', actions: [{ action: 'retry', label: 'Again' }] },
        },
      ],
      edits: [{ turn: 't0', text: 'half a thought' }],
      running: {
        turn: 't1',
        siblings: { index: 0, count: 2 },
        by: 'Work',
        parts: [{ kind: 'text', block: 0, delta: 'd' }],
      },
    },
  };

  it('are read as they are', () => {
    assert.deepEqual(readUpdate(whole), whole);
    const parts = { kind: 'parts', turn: 't1', parts: [{ kind: 'retrying', attempt: 1, attempts: 3, waitMs: 5 }] };
    assert.deepEqual(readUpdate(parts), parts);
    assert.deepEqual(readUpdate({ kind: 'focus' }), { kind: 'focus' });
    const one = { id: 'c', title: '', usedAt: 7, detail: '', isOpen: true, isRunning: false };
    const history = { kind: 'history', list: [one], opens: true };
    assert.deepEqual(readUpdate(history), history);
  });

  it('lose what is not known, and stay', () => {
    const parts = [{ kind: 'image', block: 0 }, { kind: 'text', block: 0, delta: 'a' }, null, 'x'];
    assert.deepEqual(readUpdate({ kind: 'parts', turn: 't1', parts }), {
      kind: 'parts',
      turn: 't1',
      parts: [{ kind: 'text', block: 0, delta: 'a' }],
    });
    const actions = [{ action: 'workbench.action.quit', label: 'x' }, { action: 'retry' }];
    const outcome = { kind: 'failed', sentence: 's', actions };
    assert.deepEqual(readUpdate({ kind: 'ended', turn: 't1', outcome }), {
      kind: 'ended',
      turn: 't1',
      outcome: { ...outcome, actions: [] },
    });
  });

  it('are ignored when they are of an unknown kind or lack what they need', () => {
    const wrong: readonly Json[] = [
      { kind: 'eval' },
      { kind: 'ended', turn: 't1' },
      { kind: 'started', turn: 't1' },
      { kind: 'parts', parts: [] },
      {},
      [],
      7,
    ];
    for (const value of wrong) assert.equal(readUpdate(value), null);
  });

  it('cannot reach a prototype', () => {
    const value = parseJson('{"kind":"snapshot","state":{"__proto__":{"account":{"label":"x","model":"m"}}}}');
    assert.deepEqual(readUpdate(value ?? null), {
      kind: 'snapshot',
      state: {
        conversation: { id: '', title: '', isReadOnly: false },
        account: null,
        vendors: [],
        messages: [],
        edits: [],
        running: null,
      },
    });
    assert.equal(readUpdate(parseJson('{"__proto__":{"kind":"focus"}}') ?? null), null);
  });

  it('never throw, whatever arrives', () => {
    const keys = fc.constantFrom('kind', 'state', 'turn', 'parts', 'outcome', 'messages', 'role', 'running', 'account');
    const kinds = fc.constantFrom('snapshot', 'parts', 'ended', 'text', 'assistant', 'failed', 1, null, '__proto__');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 6 }, kinds, fc.array(tie('value')), fc.dictionary(keys, tie('value'))),
    }));
    fc.assert(fc.property(value, (json) => void readUpdate(parseJson(JSON.stringify(json)) ?? null)));
  });
});
