import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/json.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Seal } from '../../../src/core/stream/seal.ts';
import { ResponsesDecoder } from '../../../src/protocols/openaiResponses/decode.ts';
import { asEventStream } from '../../recordings.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';

const decode = (...events: readonly object[]): readonly StreamPart[] => {
  const all = [{ type: 'response.created' }, ...events, { type: 'response.completed', response: {} }];
  const stream = asEventStream(all.map((event) => JSON.stringify(event)));
  return decodeBytes(new ResponsesDecoder(testIssuer), new TextEncoder().encode(stream));
};
const added = (output_index: number, item: object): object => ({
  type: 'response.output_item.added',
  output_index,
  item,
});
const done = (output_index: number, item: object): object => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
const said = (text: string, annotations: readonly object[] = []): object => ({
  type: 'message',
  content: [{ type: 'output_text', text, annotations }],
});
const citation = (url: string, title?: string): object => ({ type: 'url_citation', url, title, start_index: 0 });
const citations = (parts: readonly StreamPart[]): readonly (readonly [number, string, string])[] =>
  parts.flatMap((part) =>
    part.kind === 'citation' ? [[part.block, part.source.url, part.source.title] as const] : [],
  );

describe('Responses reasoning', () => {
  const sealed = {
    id: 'rs_1',
    type: 'reasoning',
    summary: [
      { type: 'summary_text', text: 'One' },
      { type: 'summary_text', text: 'Two' },
    ],
    encrypted_content: 'gAAA',
  };

  it('that is sealed is kept whole, with the last piece of its summary', () => {
    const parts = joined(decode(added(0, { type: 'reasoning' }), done(0, sealed), done(1, said('Yes'))));
    assert.deepEqual(
      parts.map((part) => ('delta' in part ? [part.kind, part.block, part.delta] : part.kind)),
      [['reasoning', 0, 'One'], ['reasoning', 1, 'Two'], ['text', 2, 'Yes'], 'end'],
    );
    const replays = decode(done(0, sealed)).flatMap((part) => ('replay' in part && part.replay) || []);
    assert.equal(replays.length, 1);
    const [{ token, ...issuer } = { token: '' }] = replays;
    assert.deepEqual(issuer, testIssuer);
    assert.deepEqual(parseJson(token), sealed);
  });

  it('of the o-series, which may be sealed without a word, is a block of its own', () => {
    const silent = { id: 'rs_2', type: 'reasoning', summary: [], encrypted_content: 'gBBB' };
    const [first, second] = decode(done(0, silent), done(1, said('Yes')));
    assert.ok(first?.kind === 'reasoning' && first.delta === '' && first.replay !== null);
    assert.ok(second?.kind === 'text' && second.block !== first.block);
  });

  it('as raw text and as a summary are different blocks, and only what was not shown is added at the end', () => {
    const delta = (type: string, index: object, text: string): object => ({
      type,
      output_index: 0,
      delta: text,
      ...index,
    });
    const parts = joined(
      decode(
        added(0, { type: 'reasoning' }),
        delta('response.reasoning_text.delta', { content_index: 0 }, 'raw'),
        delta('response.reasoning_summary_text.delta', { summary_index: 0 }, 'short'),
        delta('response.reasoning_summary_text.delta', { summary_index: 1 }, 'er'),
        done(0, {
          type: 'reasoning',
          summary: [{ text: 'short' }, { text: 'erst' }],
          content: [{ text: 'raw and more' }],
        }),
      ),
    );
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'reasoning' ? [[part.block, part.delta]] : [])),
      [
        [0, 'raw'],
        [1, 'short'],
        [2, 'erst'],
      ],
    );
  });

  it('that is not sealed has nothing to give back', () => {
    const open = done(0, { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] });
    const [part] = decode(open);
    assert.ok(part?.kind === 'reasoning' && part.delta === 'hm' && part.replay === null);
  });
});

describe('Responses annotations', () => {
  it('with an address are citations, each once, whether they come on their own or with the finished text', () => {
    const one = citation('https://one.example/a', ' One\nof them ');
    const event = { type: 'response.output_text.annotation.added', output_index: 0, annotation: one };
    const parts = decode(
      added(0, { type: 'message' }),
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'As they say' },
      event,
      done(0, said('As they say.', [one, citation('https://two.example/b')])),
    );
    assert.deepEqual(citations(parts), [
      [1, 'https://one.example/a', 'One of them'],
      [2, 'https://two.example/b', 'two.example'],
    ]);
    assert.equal(textOf(parts), 'As they say.');
  });

  it('without one, or with one that is no web page, are left out', () => {
    const odd = [
      citation('javascript:alert(1)'),
      citation('https://'),
      { type: 'file_citation', file_id: 'f' },
      { url: 7 },
    ];
    assert.deepEqual(citations(decode(done(0, said('x', odd)))), []);
  });
});

describe('Responses messages', () => {
  it('keep the phase in which they were said, to be told it again', () => {
    const parts = decode(done(0, { ...said('Looking…'), phase: 'commentary' }));
    const phases = parts.flatMap((part) =>
      part.kind === 'text' && part.replay !== undefined ? [part.replay.token] : [],
    );
    assert.deepEqual(phases, ['{"phase":"commentary"}']);
  });

  it('tell what is left of the plan (codex.rate_limits)', () => {
    const limits = (event: object): unknown =>
      decode({ type: 'codex.rate_limits', ...event }).find(({ kind }) => kind === 'limits');
    const primary = { used_percent: 12.5, window_minutes: 300, reset_at: 1_800_000_000 };
    assert.deepEqual(limits({ rate_limits: { primary, secondary: null } }), {
      kind: 'limits',
      limits: [
        { name: 'primary', usedPercent: 12.5, remaining: null, windowMinutes: 300, resetsAt: 1_800_000_000_000 },
      ],
    });
    assert.deepEqual(limits({ metered_limit_name: 'codex_other', rate_limits: { secondary: {} } }), {
      kind: 'limits',
      limits: [
        { name: 'codex_other-secondary', usedPercent: null, remaining: null, windowMinutes: null, resetsAt: null },
      ],
    });
  });

  // The API reference's list of streaming events, and the ChatGPT backend's additions.
  const withoutContent = [
    'response.queued',
    'response.in_progress',
    'response.content_part.added',
    'response.content_part.done',
    'response.output_text.done',
    'response.refusal.done',
    'response.reasoning_summary_part.added',
    'response.reasoning_summary_part.done',
    'response.reasoning_summary_text.done',
    'response.reasoning_text.done',
    'response.function_call_arguments.done',
    'response.custom_tool_call_input.done',
    ...['in_progress', 'searching', 'completed'].flatMap((step) => [
      `response.web_search_call.${step}`,
      `response.file_search_call.${step}`,
      `response.code_interpreter_call.${step}`,
    ]),
    'response.code_interpreter_call_code.delta',
    'response.image_generation_call.partial_image',
    'response.mcp_call_arguments.delta',
    'response.mcp_call.failed',
    'response.mcp_list_tools.completed',
    'response.shell_call_command.delta',
    'response.shell_call_output_content.delta',
    'response.audio.delta',
    'response.audio.transcript.delta',
    'codex.response.metadata',
    'response.metadata',
    'responsesapi.websocket_timing',
    'safety_buffering',
    'response.heartbeat',
    'keepalive',
    'response.something.new',
  ];
  it('are not disturbed by events that bring nothing, known ones and new ones', () => {
    const noise = withoutContent.map((type) => ({
      type,
      output_index: 0,
      delta: 'noise',
      text: 'noise',
      item: said('noise'),
    }));
    const parts = decode(added(0, { type: 'message' }), ...noise, done(0, said('Yes')));
    assert.deepEqual(
      parts.map((part) => (part.kind === 'text' ? part.delta : part.kind)),
      ['Yes', 'end'],
    );
  });
});

describe('A Responses stream', () => {
  it('may close with the word of another protocol', () => {
    const stream = `data: ${JSON.stringify(done(0, said('Yes')))}\n\ndata: [DONE]\n\n`.repeat(4);
    const end = decodeBytes(new ResponsesDecoder(testIssuer), new TextEncoder().encode(stream)).at(-1);
    assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code === 'truncated');
  });
});

describe('Responses tool calls', () => {
  const call = (args: string): object => ({ type: 'function_call', call_id: 'c', name: 'f', arguments: args });

  it('whose arguments are no object are not made, and what came of them stays visible (ST-63)', () => {
    const growing = { type: 'response.function_call_arguments.delta', output_index: 0, delta: '{"a":' };
    const parts = decode(added(0, call('')), growing, done(0, call('{"a":')));
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['tool-input', 'end'],
    );
  });

  it('of a custom tool bring its input as it is', () => {
    const custom = { type: 'custom_tool_call', call_id: 'c', name: 'sql', input: 'select 1' };
    const growing = { type: 'response.custom_tool_call_input.delta', output_index: 0, delta: 'select 1' };
    const [input, whole] = decode(added(0, custom), growing, done(0, custom));
    assert.ok(input?.kind === 'tool-input' && input.delta === 'select 1');
    assert.ok(whole?.kind === 'tool-call');
    assert.deepEqual([whole.tool, whole.call, whole.input], ['sql', 'c', { input: 'select 1' }]);
  });
});

describe('A Responses answer that came whole', () => {
  const whole = (body: object): readonly StreamPart[] => {
    const parts: StreamPart[] = [];
    const decoder = new ResponsesDecoder(testIssuer);
    decoder.whole(parseJson(JSON.stringify(body)) ?? null, (part) => {
      if (part.kind === 'text' || part.kind === 'reasoning' || part.kind === 'tool-call') parts.push(part);
      if (part.kind === 'finish')
        parts.push({ kind: 'end', outcome: { kind: 'complete', reason: part.reason }, usage: noTokens });
    });
    return parts;
  };
  const noTokens = { input: null, output: null, cached: null, reasoning: null };

  it('is read like a stream, reasoning included', () => {
    const reasoning = { type: 'reasoning', summary: [], encrypted_content: 'g' };
    const parts = whole({ status: 'completed', output: [reasoning, said('Hi')] });
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['reasoning', 'text', 'end'],
    );
  });

  it('and has no status is complete, and three items that cannot be read are too many', () => {
    assert.equal(whole({ output: [said('Hi')] }).at(-1)?.kind, 'end');
    const seal = new Seal();
    new ResponsesDecoder(testIssuer).whole({ output: [1, {}, 'x'] }, seal.emit);
    assert.equal(seal.failure?.code, 'unreadable');
  });
});
