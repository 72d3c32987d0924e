import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/json.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Seal } from '../../../src/core/stream/seal.ts';
import { MessagesDecoder } from '../../../src/protocols/anthropicMessages/decode.ts';
import { testIssuer } from '../../testModel.ts';
import { joined, textOf } from './decodeBytes.ts';
import { call, close, decode, delta, open, outcome, start, stopped, text } from './messagesEvents.ts';

describe('Messages stream', () => {
  it('gives text, usage and one end', () => {
    const parts = decode([start, { type: 'ping' }, ...text(0, 'Hel', 'lo'), ...stopped('end_turn')]);
    assert.deepEqual(joined(parts), [
      { kind: 'text', block: 0, delta: 'Hello' },
      {
        kind: 'end',
        outcome: { kind: 'complete', reason: 'stop' },
        usage: { input: 3, output: 5, cached: null, reasoning: null },
      },
    ]);
  });

  it('counts cached tokens as input, and keeps what a later event leaves out', () => {
    const usage = { input_tokens: 3, cache_creation_input_tokens: 20, cache_read_input_tokens: 100, output_tokens: 1 };
    const details = { output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } };
    const parts = decode([
      { type: 'message_start', message: { content: [], usage } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { ...details, input_tokens: null } },
      { type: 'message_stop' },
    ]);
    const end = parts.at(-1);
    assert.deepEqual(end?.kind === 'end' && end.usage, { input: 123, output: 9, cached: 100, reasoning: 4 });
  });

  it('gives thinking with what is needed to give it back, before text, in blocks of their own', () => {
    const thinking = [
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      close(0),
      open(1, { type: 'redacted_thinking', data: 'sealed' }),
      close(1),
    ];
    const parts = decode([start, ...thinking, ...text(2, 'Yes'), ...stopped('end_turn')]);
    assert.deepEqual(parts.slice(0, -1), [
      { kind: 'reasoning', block: 0, delta: 'Hm', replay: null },
      { kind: 'reasoning', block: 0, delta: '', replay: { ...testIssuer, token: '{"signature":"sig"}' } },
      { kind: 'reasoning', block: 1, delta: '', replay: { ...testIssuer, token: '{"data":"sealed"}' } },
      { kind: 'text', block: 2, delta: 'Yes' },
    ]);
  });

  it('gives parallel tool calls whole, their arguments as they grow; without any the input is empty', () => {
    const parts = decode([start, ...call(0, 'a', '{"x"', ':1}'), ...call(1, 'b', ''), ...stopped('tool_use')]);
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.call, part.tool, part.input]] : [])),
      [
        ['toolu_0', 'a', { x: 1 }],
        ['toolu_1', 'b', {}],
      ],
    );
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'tool-input' ? [part.delta] : [])),
      ['{"x"', ':1}'],
    );
    assert.deepEqual(outcome(parts), { kind: 'complete', reason: 'tool-calls' });
  });

  it('takes a call whose arguments come with its beginning', () => {
    const whole = open(0, { type: 'tool_use', id: 'toolu_0', name: 'a', input: { x: 1 } });
    const parts = decode([start, whole, close(0), ...stopped('tool_use')]);
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'tool-call' ? [part.input] : [])),
      [{ x: 1 }],
    );
  });

  it('shows cut arguments and calls nothing with them (ST-63)', () => {
    const parts = decode([start, ...call(0, 'a', '{"x":'), ...call(1, 'b', '[1]'), ...stopped('max_tokens')]);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['tool-input', 'tool-input', 'end'],
    );
    assert.deepEqual(outcome(parts), { kind: 'complete', reason: 'length' });
    const none = decode([start, ...call(0, 'a', '{"x":'), ...stopped('tool_use')]);
    assert.deepEqual(outcome(none), { kind: 'complete', reason: 'stop' });
  });

  it('gives the web addresses that a text names, after it and once', () => {
    const cite = (citation: object): object => delta(0, { type: 'citations_delta', citation });
    const web = { type: 'web_search_result_location', url: 'https://a.example/x', title: 'A \u202ename' };
    const parts = decode([
      start,
      open(0, { type: 'text', text: '', citations: [] }),
      cite(web),
      delta(0, { type: 'text_delta', text: 'So it is.' }),
      cite(web),
      cite({ type: 'search_result_location', source: 'https://b.example/', title: null }),
      cite({ type: 'search_result_location', source: 'shelf 4', title: 'No address' }),
      cite({ type: 'char_location', document_title: 'A document' }),
      cite({ type: 'web_search_result_location', url: 'javascript:alert(1)', title: 'x' }),
      close(0),
      ...stopped('end_turn'),
    ]);
    assert.deepEqual(parts.slice(0, -1), [
      { kind: 'text', block: 0, delta: 'So it is.' },
      { kind: 'citation', block: 1, source: { url: 'https://a.example/x', title: 'A name' } },
      { kind: 'citation', block: 2, source: { url: 'https://b.example/', title: 'b.example' } },
    ]);
  });

  it('passes over what hosted tools do', () => {
    const hosted = [
      open(0, { type: 'server_tool_use', id: 'srvtoolu_0', name: 'web_search', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '{"query":"x"}' }),
      close(0),
      open(1, { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_0', content: [{ text: 'found' }] }),
      close(1),
      open(2, { type: 'compaction', content: null }),
      delta(2, { type: 'compaction_delta', content: 'summary' }),
      close(2),
    ];
    const parts = decode([start, ...hosted, ...text(3, 'Found.'), ...stopped('end_turn')]);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['text', 'end'],
    );
  });

  it('says why it stopped', () => {
    const reasons = [
      ['end_turn', 'stop'],
      ['stop_sequence', 'stop'],
      ['max_tokens', 'length'],
      ['model_context_window_exceeded', 'length'],
      ['pause_turn', 'length'],
      ['refusal', 'refused'],
      ['something_new', 'stop'],
      [null, 'stop'],
    ] as const;
    for (const [stop, reason] of reasons) {
      const parts = decode([start, ...text(0, 'a'), ...stopped(stop)]);
      assert.deepEqual(outcome(parts), { kind: 'complete', reason }, String(stop));
    }
  });

  it('says why it was refused where the model said nothing itself', () => {
    const refused = stopped('refusal', { stop_details: { type: 'refusal', explanation: 'It could harm.' } });
    assert.equal(textOf(decode([start, ...refused])), 'It could harm.');
    assert.equal(textOf(decode([start, ...text(0, 'No.'), ...refused])), 'No.');
    assert.equal(textOf(decode([start, ...stopped('refusal', { stop_details: null })])), '');
  });
});

describe('Messages answer that came as a whole', () => {
  const decodeWhole = (body: string): readonly StreamPart[] => {
    const seal = new Seal();
    new MessagesDecoder(testIssuer).whole(parseJson(body) ?? null, seal.emit);
    return [...seal.take(), seal.end()];
  };

  it('is the same as one that was streamed', () => {
    const content = [
      { type: 'thinking', thinking: 'Hm', signature: 'sig' },
      { type: 'text', text: 'Yes', citations: [{ url: 'https://a.example/', title: 'A' }] },
      { type: 'tool_use', id: 'toolu_2', name: 'a', input: { x: 1 } },
    ];
    const usage = { input_tokens: 3, output_tokens: 5 };
    const parts = decodeWhole(JSON.stringify({ type: 'message', content, stop_reason: 'tool_use', usage }));
    const streamed = decode([
      start,
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      close(0),
      open(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'Yes' }),
      delta(1, { type: 'citations_delta', citation: { url: 'https://a.example/', title: 'A' } }),
      close(1),
      ...call(2, 'a', '{"x":1}'),
      ...stopped('tool_use'),
    ]);
    const withoutProgress = streamed.filter(({ kind }) => kind !== 'tool-input');
    assert.deepEqual(
      parts.filter(({ kind }) => kind !== 'citation').map((part) => ('block' in part ? { ...part, block: 0 } : part)),
      withoutProgress
        .filter(({ kind }) => kind !== 'citation')
        .map((part) => ('block' in part ? { ...part, block: 0 } : part)),
    );
    assert.equal(parts.filter(({ kind }) => kind === 'citation').length, 1);
  });

  it('is not taken for one if it is something else', () => {
    assert.deepEqual(outcome(decodeWhole('{"data":[]}')), { kind: 'failed', failure: { code: 'empty' } });
    const unreadable = decodeWhole('{"type":"message","content":[1,2,3]}');
    assert.equal(unreadable.length, 1);
    assert.deepEqual(outcome(unreadable), {
      kind: 'failed',
      failure: { code: 'unreadable', detail: 'three events could not be read' },
    });
  });
});
