import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerParts } from '../../../../src/core/chat/turn.ts';
import { isObject, parseJson } from '../../../../src/core/json.ts';
import { callId } from '../../../../src/core/model.ts';
import { ada, plain, said, talk, view } from '../../../testChat.ts';
import { holding, Window, written } from './journalWindow.ts';

const encoder = new TextEncoder();

describe('journal', () => {
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
