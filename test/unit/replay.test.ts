import assert from 'node:assert/strict';
import { ResponsesDecoder } from '../../src/protocols/openaiResponses/decode.ts';
import { asEventStream } from '../recordings.ts';
import { replay } from '../replay.ts';
import { testIssuer } from '../testModel.ts';

const events = [
  { type: 'response.created', response: {} },
  { type: 'response.output_item.added', output_index: 0, item: { type: 'message' } },
  { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hé' },
  { type: 'response.completed', response: { output: [] } },
].map((event) => JSON.stringify(event));
const usage = { input: null, output: null, cached: null, reasoning: null };
const expected = [
  { kind: 'text', block: 0, delta: 'Hé' },
  { kind: 'end', outcome: { kind: 'complete', reason: 'stop' }, usage },
];

describe('replay', () => {
  it('reads one event a line and the bytes of the wire alike, whole and in pieces', () => {
    for (const content of [events.join('\n'), `${events.join('\n')}\n`, asEventStream(events)]) {
      for (const chunk of [null, 1, 7])
        assert.deepEqual(replay(new ResponsesDecoder(testIssuer), content, chunk), expected);
    }
  });

  it('says so when there is nothing', () => {
    assert.deepEqual(replay(new ResponsesDecoder(testIssuer), '', null), [
      { kind: 'end', outcome: { kind: 'failed', failure: { code: 'empty' } }, usage },
    ]);
  });
});
