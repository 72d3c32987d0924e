import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/json.ts';
import { noUsage } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { Seal } from '../../../src/core/stream/seal.ts';
import { splitSigned } from '../../../src/protocols/gemini/signatures.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';
import { call, chunk, decode, decoder, encode, outcome, text, thought, wire } from './geminiStream.ts';

const usage = (counts: object): object => ({ usageMetadata: counts });

describe('Gemini stream', () => {
  it('gives thoughts before text, in blocks of their own, and one end', () => {
    const parts = decode([chunk([thought('Hm')]), chunk([thought('m.'), text('Hel')]), chunk([text('lo')], 'STOP')]);
    assert.deepEqual(joined(parts), [
      { kind: 'reasoning', block: 0, delta: 'Hmm.', replay: null },
      { kind: 'text', block: 1, delta: 'Hello' },
      { kind: 'end', outcome: { kind: 'complete', reason: 'stop' }, usage: noUsage },
    ]);
  });

  it('keeps the last of the cumulative counts, even after the finish, and counts thoughts with the answer', () => {
    const end = decode([
      chunk([text('a')], undefined, usage({ promptTokenCount: 9, thoughtsTokenCount: 4 })),
      chunk([text('b')], 'STOP', usage({ promptTokenCount: 9, candidatesTokenCount: 2, thoughtsTokenCount: 4 })),
      usage({ promptTokenCount: 9, toolUsePromptTokenCount: 1, candidatesTokenCount: 3, thoughtsTokenCount: 5 }),
      usage({ cachedContentTokenCount: 6, trafficType: 'ON_DEMAND' }),
    ]).at(-1);
    assert.ok(end?.kind === 'end' && end.outcome.kind === 'complete');
    assert.deepEqual(end.usage, { input: 10, output: 8, cached: 6, reasoning: 5 });
  });

  it('goes on after a finish reason that some models and gateways say in every event', () => {
    const parts = decode([chunk([], 'STOP'), chunk([text('a')], 'STOP'), chunk([text('b')], 'STOP')]);
    assert.equal(textOf(parts), 'ab');
    assert.equal(outcome(parts), 'stop');
  });

  it('takes no answer for complete that ended without a finish reason', () => {
    assert.deepEqual(outcome(decode([chunk([text('a')])])), { code: 'truncated' });
    assert.deepEqual(outcome(decode([chunk([text('a')], 'FINISH_REASON_UNSPECIFIED')])), { code: 'truncated' });
    assert.deepEqual(outcome(decode([])), { code: 'empty' });
  });

  it('takes an answer without a word for empty, so that it is asked for again; thoughts alone are one', () => {
    assert.deepEqual(outcome(decode([chunk([text('')], 'STOP')])), { code: 'empty' });
    assert.deepEqual(outcome(decode([chunk([{ thoughtSignature: 'S' }], 'STOP')])), { code: 'empty' });
    assert.equal(outcome(decode([chunk([thought('Hm')], 'STOP')])), 'stop');
    assert.equal(outcome(decode([chunk([], 'MAX_TOKENS')])), 'length');
  });

  const finishes: readonly (readonly [string, unknown])[] = [
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'refused'],
    ['RECITATION', 'refused'],
    ['PROHIBITED_CONTENT', 'refused'],
    ['LANGUAGE', { code: 'policy', detail: 'the language is not supported (LANGUAGE)' }],
    ['OTHER', { code: 'policy', detail: 'it does not say why (OTHER)' }],
    ['NEW\u202eREASON', { code: 'policy', detail: 'it does not say why (NEWREASON)' }],
    ['NO_IMAGE', { code: 'policy', detail: 'the model made no image (NO_IMAGE)' }],
    [
      'TOO_MANY_TOOL_CALLS',
      { code: 'policy', detail: 'the model called too many tools in a row (TOO_MANY_TOOL_CALLS)' },
    ],
    [
      'UNEXPECTED_TOOL_CALL',
      { code: 'policy', detail: 'the model called a tool that it was not offered (UNEXPECTED_TOOL_CALL)' },
    ],
    ['MALFORMED_FUNCTION_CALL', { code: 'unreadable', detail: 'a tool call of the model (MALFORMED_FUNCTION_CALL)' }],
    ['MALFORMED_RESPONSE', { code: 'unreadable', detail: 'the answer of the model (MALFORMED_RESPONSE)' }],
    ['MISSING_THOUGHT_SIGNATURE', { code: 'replay-refused' }],
  ];
  for (const [reason, expected] of finishes) {
    it(`${encodeURI(reason)} ends as what it means, and what was said is kept`, () => {
      const parts = decode([chunk([text('So far')], reason)]);
      assert.equal(textOf(parts), 'So far');
      assert.deepEqual(outcome(parts), expected);
    });
  }

  it('quotes nothing that the model said when a call was malformed', () => {
    const candidate = {
      finishReason: 'MALFORMED_FUNCTION_CALL',
      finishMessage: 'Malformed function call: secret plan',
    };
    assert.ok(!JSON.stringify(decode([{ candidates: [candidate] }])).includes('secret plan'));
  });

  const blocks: readonly (readonly [string, RegExp])[] = [
    ['SAFETY', /blocked for safety/],
    ['BLOCKLIST', /blocked word/],
    ['PROHIBITED_CONTENT', /prohibited content/],
    ['JAILBREAK', /blocked \(JAILBREAK\)/],
  ];
  for (const [blockReason, detail] of blocks) {
    it(`says that a prompt was blocked: ${blockReason}`, () => {
      const found = outcome(decode([{ promptFeedback: { blockReason }, ...usage({ promptTokenCount: 3 }) }]));
      assert.match(JSON.stringify(found), detail);
      assert.match(JSON.stringify(found), /"policy"/);
    });
  }

  it('reads on where nothing was blocked', () => {
    const feedback = { promptFeedback: { blockReason: 'BLOCK_REASON_UNSPECIFIED', safetyRatings: [] } };
    assert.equal(outcome(decode([chunk([text('a')], 'STOP', feedback)])), 'stop');
  });

  it('ends at an error in mid-stream, as an event or as bare JSON (ST-16)', () => {
    const error = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
    const first = wire([chunk([text('a')])]);
    for (const rest of [wire([error]), JSON.stringify(error), `\r\n${JSON.stringify(error, null, 2)}\r\n`]) {
      const bytes = encode(first + rest);
      for (let size = 1; size <= bytes.byteLength; size++) {
        const parts = decodeBytes(decoder(), bytes, size);
        assert.equal(textOf(parts), 'a');
        assert.deepEqual(outcome(parts), { code: 'overloaded' });
      }
    }
  });

  it('reads the whole answer from a list, as it comes without alt=sse, and from one object', () => {
    const list = [chunk([text('a')]), chunk([text('b')], 'STOP', usage({ promptTokenCount: 1 }))];
    const bodies = [list, chunk([text('ab')], 'STOP', usage({ promptTokenCount: 1 }))];
    for (const body of bodies) {
      const seal = new Seal();
      decoder().whole(parseJson(JSON.stringify(body)) ?? null, seal.emit);
      assert.equal(textOf(seal.take()), 'ab');
      assert.deepEqual(seal.end(), {
        kind: 'end',
        outcome: { kind: 'complete', reason: 'stop' },
        usage: { ...noUsage, input: 1 },
      });
    }
    const seal = new Seal();
    decoder().whole([{ error: { code: 400, message: 'No.', status: 'INVALID_ARGUMENT' } }], seal.emit);
    assert.deepEqual(seal.failure, { code: 'rejected', status: 400, detail: 'No.' });
  });

  it('keeps each signature on the part that it came with, an empty one too', () => {
    const parts = decode([
      chunk([text('one ')]),
      chunk([text('two', { thoughtSignature: 'S1' }), text(' three')]),
      chunk([text('', { thoughtSignature: 'S2' })]),
      chunk([{ thoughtSignature: 'S3' }], 'STOP'),
    ]);
    const collector = new Collector();
    for (const part of parts) collector.add(part);
    const [kept, ...more] = collector.parts;
    assert.deepEqual(more, []);
    assert.ok(kept?.kind === 'text' && kept.replay !== null);
    assert.equal(kept.text, 'one two three');
    assert.deepEqual({ ...kept.replay, token: '' }, { ...testIssuer, token: '' });
    assert.deepEqual(splitSigned(kept.text, kept.replay.token), [
      { text: 'one ', signature: null },
      { text: 'two', signature: 'S1' },
      { text: ' three', signature: null },
      { text: '', signature: 'S2' },
      { text: '', signature: 'S3' },
    ]);
  });

  it('gives signed thoughts, calls and texts apart, in their order', () => {
    const signed = { thoughtSignature: 'S' };
    const parts = decode([chunk([thought('Hm', signed), call('f', {}, signed), text('After'), thought('!')], 'STOP')]);
    assert.deepEqual(
      parts.map((part) =>
        'block' in part ? [part.kind, part.block, part.kind !== 'tool-input' && 'replay' in part] : part.kind,
      ),
      [
        ['reasoning', 0, true],
        ['reasoning', 0, true],
        ['tool-call', 1, true],
        ['text', 2, false],
        ['reasoning', 3, true],
        'end',
      ],
    );
  });

  it('says the signatures of a block once, however many there are', () => {
    const many = Array.from({ length: 20_000 }, () => text('a', { thoughtSignature: 'S' }));
    const replays = decode([chunk(many), chunk([call('f', {})], 'STOP')]).flatMap((part) =>
      part.kind === 'text' && part.replay !== undefined ? [part.replay] : [],
    );
    assert.equal(replays.length, 1);
    assert.equal(splitSigned('a'.repeat(20_000), replays[0]?.token ?? null).length, 20_000);
  });

  it('cites each source once, and goes on with the text where it was', () => {
    const web = (uri: string, title?: string): object => ({ web: { uri, title } });
    const grounding = {
      groundingMetadata: {
        groundingChunks: [
          web('https://a.example/x', 'A\u202e'),
          web('javascript:1'),
          { retrievedContext: { uri: 'gs://x' } },
        ],
      },
    };
    const candidate = (said: string, more: object): object => ({
      candidates: [{ content: { parts: [text(said)] }, ...more }],
    });
    const parts = decode([
      candidate('a', grounding),
      candidate('b', { ...grounding, citationMetadata: { citationSources: [{ uri: 'http://b.example' }, {}] } }),
      candidate('c', {
        citationMetadata: { citations: [{ uri: 'https://c.example/', title: 'C' }] },
        finishReason: 'STOP',
      }),
    ]);
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'citation' ? [part.source] : [])),
      [
        { url: 'https://a.example/x', title: 'A' },
        { url: 'http://b.example/', title: 'b.example' },
        { url: 'https://c.example/', title: 'C' },
      ],
    );
    assert.deepEqual(new Set(parts.flatMap((part) => (part.kind === 'text' ? [part.block] : []))), new Set([0]));
  });

  it('cites no more sources than anybody reads', () => {
    const groundingChunks = Array.from({ length: 500 }, (_, index) => ({ web: { uri: `https://a.example/${index}` } }));
    const parts = decode([{ candidates: [{ groundingMetadata: { groundingChunks } }] }, chunk([text('a')], 'STOP')]);
    assert.equal(parts.filter(({ kind }) => kind === 'citation').length, 100);
    assert.equal(outcome(parts), 'stop');
  });

  it('knowingly ignores what was not asked for: other candidates, code, files', () => {
    const other = { content: { parts: [text('other')] }, index: 1, finishReason: 'STOP' };
    const parts = decode([
      { candidates: [other] },
      chunk(
        [{ executableCode: { code: '1' } }, { inlineData: { data: 'AA' }, thoughtSignature: 'S' }, text('a')],
        'STOP',
      ),
    ]);
    assert.equal(textOf(parts), 'a');
    assert.equal(parts.length, 2);
  });

  it('passes over two unreadable events and gives up at the third (ST-20, ST-21)', () => {
    const bad = ['{oops', '[]', '{"candidates":{}}', '{"candidates":["x"]}', '{"candidates":[{"content":"x"}]}'];
    const badParts = ['null', '{"text":1}', '{"functionCall":"x"}', '{"functionCall":{"name":"f","args":[]}}'];
    const events = [...bad, ...badParts.map((part) => `{"candidates":[{"content":{"parts":[${part}]}}]}`)];
    for (const event of events) {
      const kinds = [2, 3].map((times) =>
        outcome(
          decodeBytes(decoder(), encode(`data: ${event}\n\n`.repeat(times) + wire([chunk([text('a')], 'STOP')]))),
        ),
      );
      assert.deepEqual(kinds, ['stop', { code: 'unreadable', detail: 'three events could not be read' }], event);
    }
  });

  it('ignores what comes after an error', () => {
    const parts = decode([{ error: 'broken' }, chunk([text('late')], 'STOP')]);
    assert.deepEqual(outcome(parts), { code: 'server', status: 500 });
    assert.equal(textOf(parts), '');
  });

  it('is the same for every line ending and with a byte order mark (ST-24, ST-25)', () => {
    const stream = wire([chunk([text('é🙂')]), chunk([text('b', { thoughtSignature: 'S' })], 'STOP')]);
    const expected = decodeBytes(decoder(), encode(stream));
    for (const variant of [stream.replaceAll('\r\n', '\n'), stream.replaceAll('\r\n', '\r'), `\uFEFF${stream}`]) {
      for (let size = 1; size <= 7; size++) {
        // A lone CR at the very end is complete only with the byte that follows it.
        assert.deepEqual(decodeBytes(decoder(), encode(`${variant}:\n`), size), expected);
      }
    }
  });
});
