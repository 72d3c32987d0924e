import assert from 'node:assert/strict';
import { Seal } from '../../../src/core/stream/seal.ts';
import { recordings } from '../../recordings.ts';
import { decoders } from '../../replay.ts';
import { skipWithout } from '../../skip.ts';
import { delta as grown, open, start, text } from './messagesEvents.ts';

/** How many events of each kind are counted as odd. */
function odd(protocol: string, events: readonly string[]): Seal['oddities'] {
  const seal = new Seal();
  const decoder = decoders[protocol]?.();
  for (const event of events) decoder?.event(event, seal.emit);
  return seal.oddities;
}

const call = (functionCall: object): object => ({ candidates: [{ content: { parts: [{ functionCall }] } }] });
const toolCalls = (...tool_calls: readonly object[]): object => ({ choices: [{ index: 0, delta: { tool_calls } }] });

describe('what goes on with a block that is not open', () => {
  const lasting: Readonly<Record<string, readonly object[]>> = {
    'anthropic-messages': [
      start,
      ...text(0, 'a'),
      grown(0, { type: 'text_delta', text: 'after its end' }),
      grown(7, { type: 'text_delta', text: 'without a beginning' }),
      open(1, { type: 'thinking', thinking: '' }),
      grown(1, { type: 'text_delta', text: 'of another type' }),
      // What hosted tools do is not for the reader, and nothing is odd about it.
      open(2, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      grown(2, { type: 'input_json_delta', partial_json: '{}' }),
    ],
    gemini: [
      call({ willContinue: true }),
      call({ partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }] }),
      call({ name: 'f', args: {} }),
      call({ partialArgs: [{ jsonPath: '$.a', stringValue: 'after its end' }] }),
    ],
    'openai-chat': [
      toolCalls({ index: 0, function: { arguments: 'without a beginning' } }),
      toolCalls({ index: 1, function: { arguments: 'nor this' } }, { index: 2, id: 'c', function: { name: 'f' } }),
      toolCalls({ index: 3, function: { arguments: 'nor this' } }),
    ],
  };
  for (const [protocol, events] of Object.entries(lasting)) {
    it(`is counted (${protocol}, ST-59)`, () => {
      const all = events.map((event) => JSON.stringify(event));
      assert.deepEqual([...odd(protocol, all)], [['astray', 3]]);
    });
  }
});

describe('recorded answers', () => {
  for (const protocol of Object.keys(decoders)) {
    it(`have nothing odd in them but numbers that are left out (${protocol}, ST-20, ST-58, ST-59)`, function () {
      const all = recordings(protocol);
      skipWithout(all, this);
      for (const { name, events } of all) {
        const kinds = [...odd(protocol, events).keys()];
        assert.deepEqual(
          kinds.filter((kind) => kind !== 'out-of-order'),
          [],
          name,
        );
      }
    });
  }
});
