import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';
import { arrayAt, member, numberAt, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { closingAfterEach } from '../../closing.ts';
import { serveStream } from '../../rawServer.ts';
import { recordings } from '../../recordings.ts';
import { skipWithout } from '../../skip.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';
import { decoder, encode, outcome } from './geminiStream.ts';

const framed = (events: readonly string[]): string => events.map((event) => `data: ${event}\r\n\r\n`).join('');

describe('Gemini recordings', () => {
  const all = recordings('gemini');
  const closing = closingAfterEach();

  before(function () {
    skipWithout(all, this);
  });

  for (const { name, events } of all) {
    const bytes = encode(framed(events));
    const whole = decodeBytes(decoder(), bytes);

    it(`${name}: complete, with a call for each that was begun`, () => {
      const begun = events.flatMap((event) =>
        arrayAt(objectAt(arrayAt(parseJson(event), 'candidates')[0], 'content'), 'parts').flatMap(
          (part) => stringAt(member(part, 'functionCall'), 'name') ?? [],
        ),
      );
      assert.deepEqual(
        whole.flatMap((part) => (part.kind === 'tool-call' ? [part.tool] : [])),
        begun,
      );
      assert.equal(outcome(whole), begun.length > 0 ? 'tool-calls' : 'stop');
    });

    it(`${name}: what was shown of the arguments is what they are`, () => {
      for (const part of joined(whole)) {
        if (part.kind !== 'tool-input') continue;
        const made = whole.find((one) => one.kind === 'tool-call' && one.call === part.call);
        assert.deepEqual(made?.kind === 'tool-call' && made.input, parseJson(part.delta));
      }
    });

    it(`${name}: the same at every chunk size from 1 to 64 bytes`, () => {
      const expected = joined(whole);
      for (let size = 1; size <= 64; size++) {
        assert.deepEqual(joined(decodeBytes(decoder(), bytes, size)), expected, `chunks of ${size}`);
      }
    }).timeout(60_000);

    it(`${name}: cut after any event it is a prefix and one honest failure`, () => {
      for (let count = 0; count < events.length; count++) {
        const parts = decodeBytes(decoder(), encode(framed(events.slice(0, count))));
        assert.equal(parts.filter((part) => part.kind === 'end').length, 1);
        assert.deepEqual(outcome(parts), { code: count === 0 ? 'empty' : 'truncated' });
        assert.ok(textOf(whole).startsWith(textOf(parts)));
      }
    });

    it(`${name}: text, calls and usage are what Google’s own SDK makes of the same bytes`, async () => {
      const { origin } = closing(await serveStream(framed(events)));
      const sdk = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: origin } });
      let text = '';
      let usage: unknown = null;
      const calls: unknown[] = [];
      for await (const chunk of await sdk.models.generateContentStream({ model: 'm', contents: 'Go on.' })) {
        usage = chunk.usageMetadata ?? usage;
        for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
          if (part.thought !== true) text += part.text ?? '';
          if (part.functionCall?.args !== undefined) calls.push([part.functionCall.name, part.functionCall.args]);
        }
      }
      assert.equal(textOf(whole), text);
      // The SDK leaves arguments that come in fragments to its caller.
      const made = whole.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
      assert.deepEqual(calls.length === 0 ? [] : made, calls);
      const counts = (...names: readonly string[]): number =>
        names.reduce((sum, name) => sum + (numberAt(usage, name) ?? 0), 0);
      const end = whole.at(-1);
      assert.ok(end?.kind === 'end');
      assert.equal(end.usage.input, counts('promptTokenCount'));
      assert.equal(end.usage.output, counts('candidatesTokenCount', 'thoughtsTokenCount'));
      assert.equal(end.usage.reasoning, counts('thoughtsTokenCount'));
      assert.equal(counts('totalTokenCount'), (end.usage.input ?? 0) + (end.usage.output ?? 0));
    });
  }

  it('are there', () => assert.ok(all.length > 0));
});
