import assert from 'node:assert/strict';
import OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import { ChatDecoder } from '../../../src/protocols/openaiChat/decode.ts';
import { closingAfterEach } from '../../closing.ts';
import { serveStream } from '../../rawServer.ts';
import { recordings } from '../../recordings.ts';
import { skipWithout } from '../../skip.ts';
import { testIssuer } from '../../testModel.ts';
import { callsOf, chatBytes, done, endOf, thoughtsOf } from './chatStream.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';

const bytesOf = (events: readonly string[], ...rest: readonly string[]): Uint8Array =>
  chatBytes([...events.map((event) => `data: ${event}\n\n`), ...rest]);
const decode = (bytes: Uint8Array, chunkBytes?: number): ReturnType<typeof decodeBytes> =>
  decodeBytes(new ChatDecoder(testIssuer, 'mark'), bytes, chunkBytes);

/** What OpenAI's own SDK gives, put together as its documentation says: it has no reasoning, so that is read beside it. */
interface Gathered {
  text: string;
  thoughts: string;
  readonly calls: { id: string; tool: string; args: string }[];
  usage: readonly [number, number] | null;
}

function gather(sofar: Gathered, { choices, usage }: ChatCompletionChunk): Gathered {
  if (usage) sofar.usage = [usage.prompt_tokens, usage.completion_tokens];
  const delta = choices[0]?.delta;
  sofar.text += delta?.content ?? '';
  sofar.thoughts += stringAt(delta, 'reasoning_content') ?? '';
  for (const { index, id, function: fn } of delta?.tool_calls ?? []) {
    const call = sofar.calls[index] ?? { id: '', tool: '', args: '' };
    sofar.calls[index] = {
      id: id ?? call.id,
      tool: call.tool + (fn?.name ?? ''),
      args: call.args + (fn?.arguments ?? ''),
    };
  }
  return sofar;
}

describe('Chat Completions recordings', () => {
  const all = recordings('openai-chat');
  const closing = closingAfterEach();

  before(function () {
    skipWithout(all, this);
  });

  for (const { name, events } of all) {
    const bytes = bytesOf(events, done);
    const whole = decode(bytes);

    it(`${name}: the same at every chunk size from 1 to 64 bytes`, () => {
      const expected = joined(whole);
      for (let size = 1; size <= 64; size++)
        assert.deepEqual(joined(decode(bytes, size)), expected, `chunks of ${size}`);
    }).timeout(60_000);

    it(`${name}: cut after any event it is a prefix, complete only once a finish reason has come`, () => {
      const step = Math.max(1, Math.floor(events.length / 100));
      for (let count = 0; count <= events.length; count += count < events.length - 5 ? step : 1) {
        const parts = decode(bytesOf(events.slice(0, count)));
        const finished = events.slice(0, count).some((event) => /"finish_reason":"/.test(event));
        assert.equal(parts.filter(({ kind }) => kind === 'end').length, 1);
        const expected = finished ? ['stop', 'tool-calls'] : ['truncated', 'empty'];
        assert.ok(expected.includes(endOf(parts)), `${endOf(parts)} after ${count} events`);
        assert.ok(textOf(whole).startsWith(textOf(parts)));
        assert.equal(callsOf(parts).length, finished ? callsOf(whole).length : 0);
      }
    }).timeout(60_000);

    it(`${name}: equals what OpenAI’s own SDK makes of it`, async () => {
      const { origin } = closing(await serveStream(new TextDecoder().decode(bytes)));
      const client = new OpenAI({ baseURL: origin, apiKey: 'none', maxRetries: 0 });
      const messages = [{ role: 'user', content: 'q' } as const];
      let theirs: Gathered = { text: '', thoughts: '', calls: [], usage: null };
      for await (const chunk of await client.chat.completions.create({ model: 'm', messages, stream: true })) {
        theirs = gather(theirs, chunk);
      }
      const end = whole.at(-1);
      assert.ok(end?.kind === 'end');
      assert.equal(textOf(whole), theirs.text);
      assert.equal(thoughtsOf(whole), theirs.thoughts);
      assert.deepEqual(
        callsOf(whole),
        theirs.calls.filter(Boolean).map(({ id, tool, args }) => [id, tool, parseJson(args)]),
      );
      assert.deepEqual(theirs.usage === null ? null : [end.usage.input, end.usage.output], theirs.usage);
    });
  }

  it('are there', () => assert.ok(all.length > 0));
});
