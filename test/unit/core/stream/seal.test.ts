import assert from 'node:assert/strict';
import { callId, type Replay } from '../../../../src/core/model.ts';
import type { DecodedPart } from '../../../../src/core/parts.ts';
import { Seal } from '../../../../src/core/stream/seal.ts';
import { testIssuer } from '../../../testModel.ts';

const mega = 'x'.repeat(1_000_000);
const replay: Replay = { ...testIssuer, token: mega };
const call = { call: callId('c'), tool: 't' };

/** How many of these are taken before the answer is too long. */
function taken(part: (block: number) => DecodedPart): number {
  const seal = new Seal();
  for (let block = 0; !seal.finished; block++) seal.emit(part(block));
  assert.equal(seal.failure?.code, 'too-much');
  return seal.take().length;
}

describe('the length of an answer', () => {
  it('counts everything that is kept of it', () => {
    assert.equal(
      taken(() => ({ kind: 'text', block: 0, delta: mega })),
      8,
    );
    assert.equal(
      taken(() => ({ kind: 'reasoning', block: 0, delta: '', replay })),
      8,
    );
    assert.equal(
      taken((block) => ({ kind: 'tool-call', block, ...call, input: {}, replay })),
      7,
    );
    assert.equal(
      taken((block) => ({ kind: 'tool-call', block, ...call, input: { mega } })),
      7,
    );
    assert.equal(
      taken((block) => ({ kind: 'citation', block, source: { url: 'https://a', title: mega } })),
      7,
    );
  });

  it('counts the input of a call once, however it comes', () => {
    const seal = new Seal();
    for (let n = 0; n < 6; n++) seal.emit({ kind: 'tool-input', block: 0, ...call, delta: mega });
    seal.emit({ kind: 'tool-call', block: 0, ...call, input: { long: mega.repeat(6) } });
    assert.equal(seal.failure, null);
  });

  it('has no more than 256 blocks, however empty (WV-51)', () => {
    const seal = new Seal();
    for (let block = 0; block < 10_000; block++) seal.emit({ kind: 'tool-call', block, ...call, input: {} });
    assert.deepEqual([seal.failure?.code, seal.take().length], ['too-much', 256]);
  });
});
