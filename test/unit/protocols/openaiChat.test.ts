import assert from 'node:assert/strict';
import { ChatDecoder } from '../../../src/protocols/openaiChat/decode.ts';
import { readToken } from '../../../src/protocols/openaiChat/replay.ts';
import { testIssuer } from '../../testModel.ts';
import { chatBytes, chunk, decodeChat, done, endOf, thoughtsOf } from './chatStream.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';

const role = chunk({ role: 'assistant', content: '' });
const say = (content: string): object => chunk({ content });
const stop = chunk({}, 'stop');
const usage = { prompt_tokens: 3, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 2 } };

describe('Chat Completions stream', () => {
  it('gives text, usage and one end', () => {
    const counts = { choices: [], usage: { ...usage, completion_tokens_details: { reasoning_tokens: 1 } } };
    assert.deepEqual(decodeChat(role, say('Hel'), say('lo'), stop, counts, done), [
      { kind: 'text', block: 0, delta: 'Hello' },
      {
        kind: 'end',
        outcome: { kind: 'complete', reason: 'stop' },
        usage: { input: 3, output: 5, cached: 2, reasoning: 1 },
      },
    ]);
  });

  it('takes the last usage, wherever it stands: on every chunk, on the last choice, or nowhere', () => {
    const inputs = [
      decodeChat(
        chunk({ content: 'a' }, null, { usage }),
        chunk({}, 'stop', { usage: { ...usage, prompt_tokens: 9 } }),
      ),
      decodeChat(say('a'), chunk({}, 'stop', { usage }), done),
      decodeChat(say('a'), stop, done),
    ].map((parts) => {
      const end = parts.at(-1);
      return end?.kind === 'end' && end.usage.input;
    });
    assert.deepEqual(inputs, [9, 3, null]);
  });

  it('is over with [DONE], with the usage after a finish reason, or with the body after one (ST-15)', () => {
    const late = say(' late');
    assert.equal(textOf(decodeChat(say('a'), stop, done, late)), 'a');
    assert.equal(textOf(decodeChat(say('a'), stop, { choices: [], usage }, late)), 'a');
    assert.equal(endOf(decodeChat(say('a'), stop)), 'stop');
    assert.equal(endOf(decodeChat(say('a'), done)), 'stop');
  });

  it('is truncated or empty where nobody said that it is over (ST-11, ST-12)', () => {
    assert.equal(endOf(decodeChat(role, say('a'))), 'truncated');
    assert.equal(endOf(decodeChat(role)), 'empty');
    assert.equal(endOf(decodeChat(done)), 'empty');
    assert.equal(textOf(decodeChat(say('<thi'))), '<thi');
  });

  it('says why an answer ended', () => {
    const reasons = [
      'stop',
      'eos',
      'length',
      'model_length',
      'content_filter',
      'insufficient_system_resource',
      'abort',
    ];
    assert.deepEqual(
      reasons.map((reason) => endOf(decodeChat(say('a'), chunk({}, reason), done))),
      ['stop', 'stop', 'length', 'length', 'refused', 'overloaded', 'interrupted'],
    );
  });

  it('shows a refusal as text and ends as refused', () => {
    const parts = decodeChat(role, chunk({ refusal: '<think' }), chunk({ refusal: ' not>' }), stop, done);
    assert.equal(textOf(parts), '<think not>');
    assert.equal(endOf(parts), 'refused');
  });

  it('passes over comments, empty events, metadata and other choices', () => {
    const other = { choices: [{ index: 1, delta: { content: 'x' } }] };
    const filters = { choices: [], prompt_filter_results: [] };
    const parts = decodeChat(
      ': OPENROUTER PROCESSING\n\n',
      'data:\n\n',
      filters,
      { type: 'ping' },
      other,
      say('a'),
      stop,
    );
    assert.equal(textOf(parts), 'a');
    assert.equal(endOf(parts), 'stop');
  });

  it('reads the line ends and missing spaces of every server (ST-25)', () => {
    const text = new TextDecoder().decode(chatBytes([role, say('é🙂'), stop, done]));
    for (const variant of [text.replaceAll('\n', '\r\n'), text.replaceAll('data: ', 'data:'), `\uFEFF${text}`]) {
      for (let size = 1; size <= 7; size++) {
        const parts = decodeBytes(new ChatDecoder(testIssuer, ''), new TextEncoder().encode(variant), size);
        assert.equal(textOf(parts), 'é🙂');
        assert.equal(endOf(parts), 'stop');
      }
    }
  });

  it('passes over two unreadable events and gives up at the third (ST-20, ST-21)', () => {
    const bad = ['data: {oops\n\n', { choices: 'x' }, { choices: [{ index: 0, delta: 'x' }] }];
    assert.equal(endOf(decodeChat(say('a'), ...bad.slice(1), stop, done)), 'stop');
    assert.equal(endOf(decodeChat(say('a'), ...bad, stop, done)), 'unreadable');
  });

  it('keeps the first answer when a second one begins in the stream (ST-60)', () => {
    const second = { ...chunk({ role: 'assistant', content: 'b' }), id: 'c2' };
    const parts = decodeChat(role, say('a'), second, done);
    assert.equal(textOf(parts), 'a');
    assert.equal(endOf(parts), 'restarted');
    const everyChunk = (content: string, id: string): object => ({ ...chunk({ role: 'assistant', content }), id });
    assert.equal(textOf(decodeChat(everyChunk('a', '1'), everyChunk('b', '2'), stop)), 'ab');
  });

  it('ends at an error in mid-stream, whatever its shape, and keeps what came before', () => {
    const errors = [
      {
        error: { code: 502, message: 'Provider disconnected' },
        choices: [{ index: 0, delta: {}, finish_reason: 'error' }],
      },
      { error: 'model runner has unexpectedly stopped' },
      { object: 'error', message: 'maximum context length is 4096 tokens', code: 400 },
      chunk({}, 'error'),
      { choices: [{ index: 0, delta: {}, finish_reason: 'error', error: { code: 429, message: 'slow down' } }] },
    ];
    const ends = errors.map((error) => {
      const parts = decodeChat(say('<th'), error, say('late'), done);
      assert.equal(textOf(parts), '<th');
      return endOf(parts);
    });
    assert.deepEqual(ends, ['server', 'rejected', 'context-too-long', 'server', 'rate-limited']);
  });

  it('names sources, each once', () => {
    const cite = (url: string): object => ({ type: 'url_citation', url_citation: { url, title: `T ${url}` } });
    const annotated = chunk({ annotations: [cite('https://a'), cite('https://a'), { type: 'file' }] });
    const listed = { citations: ['https://a', 'https://b'], search_results: [{ url: 'https://c', title: '' }] };
    const parts = decodeChat(say('x'), annotated, chunk({}, 'stop', listed), done);
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'citation' ? [part.source] : [])),
      [
        { url: 'https://a', title: 'T https://a' },
        { url: 'https://c', title: 'https://c' },
        { url: 'https://b', title: 'https://b' },
      ],
    );
    const many = Array.from({ length: 300 }, (_, number) => `https://${number}`);
    assert.equal(endOf(decodeChat(say('x'), chunk({}, 'stop', { citations: many }), done)), 'stop');
  });

  it('takes a whole answer as a body, and as the only event of a stream', () => {
    const message = { role: 'assistant', content: 'Hi', reasoning_content: 'hm', annotations: [], tool_calls: null };
    const body = { id: 'c', object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }], usage };
    const fromStream = decodeChat(body, done);
    const parts: unknown[] = [];
    new ChatDecoder(testIssuer, 'mark').whole(body, (part) => parts.push(part));
    assert.equal(thoughtsOf(fromStream), 'hm');
    assert.equal(textOf(fromStream), 'Hi');
    assert.deepEqual(
      parts.flatMap((part) => (JSON.stringify(part).includes('"block"') ? [part] : [])),
      fromStream.slice(0, -1),
    );
    for (const nothing of [null, {}, { choices: [] }, []]) {
      new ChatDecoder(testIssuer, '').whole(nothing, () => assert.fail('nothing was said'));
    }
  });
});

describe('Chat Completions reasoning', () => {
  it('has many names; the first that is not empty counts, and goes before the text of its chunk', () => {
    const both = chunk({ content: null, reasoning: 'B', reasoning_content: 'A' });
    const parts = decodeChat(role, both, chunk({ content: 'x', reasoning_text: 'C', reasoning: '' }), stop, done);
    assert.equal(thoughtsOf(parts), 'AC');
    assert.equal(textOf(parts), 'x');
    const [first] = parts;
    assert.ok(first?.kind === 'reasoning' && first.replay !== null);
    assert.deepEqual(readToken(first.replay.token), { kind: 'field', field: 'reasoning_content' });
    assert.deepEqual({ ...first.replay, token: '' }, { ...testIssuer, token: '' });
  });

  it('is told from the text in <think> tags, wherever the pieces are cut', () => {
    const content = '\n<think>\nSo </ then <b> a</thin k\n</think>\n\nAnswer <think>not</think> this';
    for (let size = 1; size <= content.length; size++) {
      const pieces = content.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const parts = decodeChat(role, ...pieces.map(say), stop, done);
      assert.deepEqual(parts.slice(0, -1), [
        { kind: 'reasoning', block: 0, delta: 'So </ then <b> a</thin k\n', replay: null },
        { kind: 'text', block: 1, delta: 'Answer <think>not</think> this' },
      ]);
    }
  });

  it('in tags is only at the very beginning, and only where it has no field of its own', () => {
    assert.equal(textOf(decodeChat(say('a <think>b</think>'), stop)), 'a <think>b</think>');
    assert.equal(textOf(decodeChat(say(' '.repeat(80)), say('<think>'), stop)), `${' '.repeat(80)}<think>`);
    assert.equal(textOf(decodeChat(chunk({ reasoning: 'r' }), say('<think>b'), stop)), '<think>b');
    assert.equal(textOf(decodeChat(say('<thin'), chunk({ reasoning: 'r' }), say('k>'), stop)), '<think>');
    const empty = decodeChat(say('<think>\n\n</think>\n\nAnswer'), stop);
    assert.deepEqual([thoughtsOf(empty), textOf(empty)], ['', 'Answer']);
    assert.equal(thoughtsOf(decodeChat(say('<think>cut off </th'), chunk({}, 'length'))), 'cut off </th');
  });

  it('comes as a list of parts from Mistral', () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] };
    const listed = chunk({ content: [thinking, { type: 'thinking', thinking: '!' }, { type: 'text', text: 'yes' }] });
    const parts = decodeChat(listed, stop);
    assert.deepEqual([thoughtsOf(parts), textOf(parts)], ['hm!', 'yes']);
  });

  it('has details that are put together again, to be given back as they were (OpenRouter)', () => {
    const text = (index: number, words: string | null, signature: string | null): object => {
      const detail = { type: 'reasoning.text', text: words, signature, format: 'anthropic-claude-v1', index };
      return chunk({ role: 'assistant', content: '', reasoning: words, reasoning_details: [detail] });
    };
    const sealed = { type: 'reasoning.encrypted', data: 'xyz', index: 1 };
    const parts = decodeChat(
      text(0, 'Let me', null),
      text(0, ' see.', null),
      text(0, null, 'sig'),
      chunk({ reasoning_details: [sealed, sealed] }),
      say('Done.'),
      stop,
      done,
    );
    assert.equal(thoughtsOf(parts), 'Let me see.');
    const replays = parts.flatMap((part) => (part.kind === 'reasoning' && part.replay !== null ? [part] : []));
    const last = replays.at(-1);
    assert.equal(last?.block, 0);
    assert.deepEqual(readToken(last?.replay?.token ?? ''), {
      kind: 'details',
      details: [
        { type: 'reasoning.text', text: 'Let me see.', signature: 'sig', format: 'anthropic-claude-v1', index: 0 },
        sealed,
        sealed,
      ],
    });
  });

  it('shows the words of details that nothing repeats, and has a place where all are encrypted', () => {
    const summary = (words: string): object => ({ type: 'reasoning.summary', summary: words, index: 0 });
    const shown = decodeChat(chunk({ reasoning_details: [summary('In'), summary(' short'), null] }), say('a'), stop);
    assert.equal(thoughtsOf(shown), 'In short');
    const sealed = decodeChat(
      chunk({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] }),
      say('a'),
      stop,
    );
    assert.deepEqual(
      sealed.map((part) => part.kind),
      ['reasoning', 'text', 'reasoning', 'end'],
    );
  });

  it('keeps no details beyond all measure', () => {
    const huge = { type: 'reasoning.encrypted', data: 'x'.repeat(1_500_000) };
    const parts = decodeChat(...Array.from({ length: 3 }, () => chunk({ reasoning_details: [huge] })), say('a'), stop);
    assert.ok(parts.every((part) => part.kind !== 'reasoning' || part.replay === null));
    assert.equal(endOf(parts), 'stop');
  });

  it('reads nothing into a token that it did not write', () => {
    for (const text of [
      '',
      'x',
      '{}',
      '{"kind":"field","field":"content"}',
      '{"kind":"extra","extra":[]}',
      '{"kind":1}',
    ])
      assert.equal(readToken(text), null);
  });

  it('alternates with text in blocks of its own', () => {
    const parts = decodeChat(chunk({ reasoning: 'a' }), say('b'), chunk({ reasoning: 'c' }), say('d'), stop);
    assert.deepEqual(
      joined(parts).flatMap((part) =>
        'block' in part && 'delta' in part ? [[part.kind, part.block, part.delta]] : [],
      ),
      [
        ['reasoning', 0, 'a'],
        ['text', 1, 'b'],
        ['reasoning', 2, 'c'],
        ['text', 3, 'd'],
      ],
    );
  });
});
