import assert from 'node:assert/strict';
import type { StreamPart } from '../../../../src/core/parts.ts';
import { readAnswer } from '../../../../src/core/stream/answer.ts';
import { Seal } from '../../../../src/core/stream/seal.ts';
import type { Decoder } from '../../../../src/core/vendor.ts';
import { ChatDecoder } from '../../../../src/protocols/openaiChat/decode.ts';
import { HandClock } from '../../../handClock.ts';
import { testIssuer } from '../../../testModel.ts';
import { testWire } from '../../../testVendor.ts';
import { chunk as said } from '../../protocols/chatStream.ts';
import { chunk, decoder, text } from '../../protocols/geminiStream.ts';

/** A body that brings what it is given, and falls silent until its socket is closed. */
class OpenBody {
  readonly close = new AbortController();
  readonly #waiting: Uint8Array[] = [];
  #wake: () => void = () => undefined;

  bring(event: object): void {
    this.#waiting.push(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
    this.#wake();
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) yield chunk;
      else {
        await new Promise<void>((resolve, reject) => {
          this.#wake = resolve;
          this.close.signal.addEventListener('abort', () => reject(new Error('the socket was closed')));
        });
      }
    }
  }
}

/** Reads the body with the decoder; resolves with everything up to the end. */
async function reading(body: OpenBody, by: Decoder, clock: HandClock): Promise<readonly StreamPart[]> {
  const seal = new Seal();
  const header = (name: string): string | null => (name === 'content-type' ? 'text/event-stream' : null);
  const response = { status: 200, header, body: body.read(), discard: () => undefined };
  const parts: StreamPart[] = [];
  const line = { clock, close: body.close };
  const wire = testWire({ decoder: () => by });
  for await (const batch of readAnswer(response, 'h', wire, testIssuer, seal, line)) parts.push(...batch);
  return [...parts, seal.end()];
}

const textOf = (parts: readonly StreamPart[]): string =>
  parts.map((part) => (part.kind === 'text' ? part.delta : '')).join('');
const endOf = (parts: readonly StreamPart[]): unknown => {
  const end = parts.at(-1);
  return end?.kind === 'end' && end.outcome.kind === 'complete' ? [end.outcome.reason, end.usage.output] : end;
};

describe('a stream without a closing event', () => {
  const lasts: readonly (readonly [string, () => Decoder, readonly object[], object])[] = [
    [
      'Gemini',
      decoder,
      [chunk([text('Hel')]), chunk([text('lo')], 'STOP')],
      { usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 7 } },
    ],
    [
      'Chat Completions',
      () => new ChatDecoder(testIssuer, 'mark'),
      [said({ content: 'Hel' }), said({ content: 'lo' }, 'stop')],
      { choices: [{ index: 0, delta: {} }], usage: { prompt_tokens: 1, completion_tokens: 7 } },
    ],
  ];
  for (const [name, by, events, counts] of lasts) {
    it(`of ${name} is over when its last word was said and nothing follows; what follows at once still counts`, async () => {
      const clock = new HandClock();
      const body = new OpenBody();
      const parts = reading(body, by(), clock);
      for (const event of events) body.bring(event);
      await clock.sleeping(2_500);
      clock.advance(2_400);
      body.bring(counts);
      await new Promise(setImmediate);
      clock.advance(2_400);
      await clock.sleeping(2_500);
      clock.advance(2_500);
      assert.deepEqual([textOf(await parts), endOf(await parts)], ['Hello', ['stop', 7]]);
      assert.ok(body.close.signal.aborted, 'the socket is closed');
    });
  }

  it('is given more time where every event claims to be the last, and goes on with what comes', async () => {
    const clock = new HandClock();
    const body = new OpenBody();
    const parts = reading(body, decoder(), clock);
    body.bring(chunk([text('Hel')], 'STOP'));
    await clock.sleeping(30_000);
    clock.advance(29_000);
    body.bring(chunk([text('lo')], 'STOP'));
    await new Promise(setImmediate);
    await clock.sleeping(30_000);
    clock.advance(30_000);
    assert.deepEqual([textOf(await parts), endOf(await parts)], ['Hello', ['stop', null]]);
  });

  it('is waited for as long as it takes before its last word', async () => {
    const clock = new HandClock();
    const body = new OpenBody();
    const parts = reading(body, decoder(), clock);
    body.bring(chunk([text('Hel')]));
    await new Promise(setImmediate);
    assert.equal(clock.sleepers, 0);
    body.bring(chunk([text('lo')], 'STOP'));
    await clock.sleeping(2_500);
    clock.advance(2_500);
    assert.equal(textOf(await parts), 'Hello');
  });
});
