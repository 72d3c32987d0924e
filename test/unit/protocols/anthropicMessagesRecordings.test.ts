import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { isObject, parseJson, stringAt } from '../../../src/core/json.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { MessagesDecoder } from '../../../src/protocols/anthropicMessages/decode.ts';
import { closingAfterEach } from '../../closing.ts';
import { serveStream } from '../../rawServer.ts';
import { asEventStream, type Recording, recordings } from '../../recordings.ts';
import { skipWithout } from '../../skip.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, textOf } from './decodeBytes.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array, chunkBytes?: number): readonly StreamPart[] =>
  decodeBytes(new MessagesDecoder(testIssuer), bytes, chunkBytes);
const typeOf = (event: string): string => stringAt(parseJson(event), 'type') ?? '';

/** A recording may hold several answers; a stream is the first. */
function firstAnswer({ events }: Recording): readonly string[] {
  return events.slice(0, events.findIndex((event) => typeOf(event) === 'message_stop') + 1);
}

describe('Messages recordings', () => {
  const all = recordings('anthropic-messages');
  const closing = closingAfterEach();

  before(function () {
    skipWithout(all, this);
  });

  for (const recording of all) {
    const events = firstAnswer(recording);
    const isSpliced = events.filter((event) => typeOf(event) === 'message_start').length > 1;
    const bytes = encode(asEventStream(events));
    const whole = decode(bytes);

    it(`${recording.name}: the same at every chunk size from 1 to 64 bytes`, () => {
      for (let size = 1; size <= 64; size++) assert.deepEqual(decode(bytes, size), whole, `chunks of ${size}`);
    }).timeout(60_000);

    it(`${recording.name}: cut after any event it is a prefix and one honest failure`, () => {
      for (let count = 0; count < events.length; count++) {
        const parts = decode(encode(asEventStream(events.slice(0, count))));
        const end = parts.at(-1);
        assert.equal(parts.filter(({ kind }) => kind === 'end').length, 1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed', `after ${count} events`);
        assert.deepEqual(parts.slice(0, -1), whole.slice(0, parts.length - 1));
      }
    }).timeout(60_000);

    it(`${recording.name}: ${isSpliced ? 'the second answer is not mixed into the first' : 'equals what Anthropic’s own SDK makes of it'}`, async () => {
      const end = whole.at(-1);
      assert.ok(end?.kind === 'end');
      if (isSpliced) return assert.deepEqual(end.outcome, { kind: 'failed', failure: { code: 'restarted' } });
      const { origin } = closing(await serveStream(asEventStream(events)));
      const client = new Anthropic({ baseURL: origin, apiKey: 'none', maxRetries: 0 });
      const body = { model: 'm', max_tokens: 1, messages: [{ role: 'user' as const, content: 'q' }] };
      const message = await client.messages.stream(body).finalMessage();
      const texts = message.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
      assert.equal(textOf(whole), texts.join(''));
      const thoughts = message.content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : []));
      assert.equal(whole.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join(''), thoughts.join(''));
      assert.deepEqual(
        whole.flatMap((part) => (part.kind === 'tool-call' ? [[part.call, part.tool, part.input]] : [])),
        message.content.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name, block.input]] : [])),
      );
      const { usage } = message;
      assert.equal(
        end.usage.input,
        usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
      );
      assert.equal(end.usage.output, usage.output_tokens);
    });
  }

  it('are there, each an answer of its own', () => {
    assert.ok(all.length > 0);
    for (const { events } of all) assert.ok(events.every((event) => isObject(parseJson(event))));
  });
});
