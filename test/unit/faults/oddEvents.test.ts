import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText } from '../../product.ts';
import { eventStreamHead, piece } from '../../rawServer.ts';
import { finished, oddOnce, once, rawStreams, said, whatWasSaid } from './rawStreams.ts';
import { outcome } from './rawTurns.ts';
import { added, begun, completed, created, delta, done, openHead, sse, whole } from './responsesEvents.ts';

describe('a stream with odd events', () => {
  const { start, read } = rawStreams();
  const broken = 'data: {"type":"a secret\n\n';
  const rest = sse(delta(' there'), completed);
  const givenUp = { code: 'unreadable', detail: 'three events could not be read' };

  it('goes on after two that cannot be read, gives up at the third, and tells the log how many there were (ST-20)', async () => {
    assert.deepEqual(await read(begun, broken.repeat(2), rest), oddOnce('Hello there', finished, { unreadable: 2 }));
    assert.deepEqual(await read(begun, broken.repeat(3), rest), oddOnce('Hello', givenUp, { unreadable: 3 }));
  });

  const shapes: readonly (readonly [what: string, event: object])[] = [
    ['no text', delta('', { delta: null })],
    ['an object for a text', delta('', { delta: { text: 'no' } })],
    ['a number that is text', delta('no', { output_index: '0' })],
    ['a number for its type', { ...delta('no'), type: 7 }],
    ['text for an object', { ...added, output_index: 1, item: 'message' }],
    ['a list for an event', [delta('no')]],
  ];
  for (const [what, event] of shapes) {
    it(`passes over ${what} twice, and counts it as what cannot be read (ST-21)`, async () => {
      const twice = await read(begun, sse(event, event), rest);
      assert.deepEqual(twice, oddOnce('Hello there', finished, { unreadable: 2 }));
      assert.deepEqual(await read(begun, sse(event, event, event), rest), oddOnce('Hello', givenUp, { unreadable: 3 }));
    });
  }

  it('drops one that comes twice under its number, and bears gaps and steps back (ST-57, ST-58)', async () => {
    const numbered = [3, 3, 9, 4, 5].map((sequence_number) => delta(`${sequence_number}`, { sequence_number }));
    assert.deepEqual(
      await read(sse(created, added, ...numbered, completed)),
      oddOnce('3945', finished, { repeated: 1, 'out-of-order': 2 }),
    );
  });

  it('has at its end what was lost on the way, and keeps what was shown where that end says something else (ST-58)', async () => {
    assert.deepEqual(await read(begun, sse(done('Hello there'), completed)), once('Hello there', finished));
    for (const other of ['Jello there', 'Hell', '']) {
      assert.deepEqual(
        await read(begun, sse(done(other), completed)),
        oddOnce('Hello', finished, { contradicted: 1 }),
        other,
      );
    }
  });

  it('mixes no block with another (ST-59)', async () => {
    const never = delta('lost', { output_index: 7 });
    const another = { ...delta('x'), type: 'response.reasoning_text.delta' };
    const late = delta('too late');
    assert.deepEqual(
      await read(begun, sse(never, another, done('Hello'), late, completed)),
      oddOnce('Hello', finished, { astray: 3 }),
    );
  });

  it('keeps the first answer where a second begins (ST-60)', async () => {
    assert.deepEqual(await read(begun, whole), once('Hello', { code: 'restarted' }));
  });

  it('says so too of an answer that is stopped, and says it once (ST-20)', async () => {
    const turns = await start(({ socket }) =>
      socket.write(eventStreamHead + piece(sse(created, added) + broken.repeat(2) + sse(delta('Hello')))),
    );
    const stop = new AbortController();
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream(stop.signal)) {
      parts.push(...batch);
      if (answerText(batch) !== '') stop.abort();
    }
    assert.deepEqual(whatWasSaid(turns, parts), oddOnce('Hello', { kind: 'cancelled' }, { unreadable: 2 }));
  });

  const item = (args: string): object => ({ type: 'function_call', call_id: 'c', name: 'f', arguments: args });
  const calls: readonly (readonly [what: string, args: string, counts: Readonly<Record<string, number>> | null])[] = [
    ['are cut', '{"path":"/etc', { unreadable: 1 }],
    ['are no JSON', 'rm -rf /', { unreadable: 1 }],
    ['are no object', '[1]', { unreadable: 1 }],
    ['never end', '{"path":', null],
  ];
  for (const [what, args, counts] of calls) {
    it(`makes no call whose arguments ${what}, and shows what came of them (ST-63)`, async () => {
      const opened = { type: 'response.output_item.added', output_index: 1, item: item('') };
      const grown = { type: 'response.function_call_arguments.delta', output_index: 1, delta: args };
      const closed = { type: 'response.output_item.done', output_index: 1, item: item(args) };
      const end = counts === null ? [] : [closed, completed];
      const turns = await start(({ socket }) => socket.end(openHead + begun + sse(opened, grown, ...end)));
      const parts = await turns.ask();
      const shown = parts.flatMap((part) => (part.kind === 'tool-input' ? [part.delta] : []));
      assert.deepEqual([shown.join(''), parts.some(({ kind }) => kind === 'tool-call')], [args, false]);
      assert.deepEqual(outcome(parts), counts === null ? { code: 'truncated' } : finished);
      assert.deepEqual(whatWasSaid(turns, parts).odd, counts === null ? [] : [JSON.stringify(counts)]);
    });
  }

  it('says nothing in the log where nothing is odd', async () => {
    assert.deepEqual(
      await said(await start(({ socket }) => socket.end(openHead + whole))),
      once('Hello there', finished),
    );
  });
});
