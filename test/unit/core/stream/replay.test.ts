import assert from 'node:assert/strict';
import { accountId, type ChatRequest, modelId, type Replay, vendorId } from '../../../../src/core/model.ts';
import type { StreamPart } from '../../../../src/core/parts.ts';
import { Collector } from '../../../../src/core/stream/collect.ts';
import { replayFor, withoutReplay } from '../../../../src/core/stream/replay.ts';
import { testModel } from '../../../testModel.ts';

const issuer = { vendor: vendorId('openai'), account: accountId('a1'), model: modelId('m1') };
const replay: Replay = { ...issuer, token: 'sealed' };

describe('what only its vendor can read', () => {
  it('goes back to the account and model it came from and to nobody else', () => {
    assert.equal(replayFor(replay, issuer), 'sealed');
    assert.equal(replayFor(replay, { ...issuer, account: accountId('a2') }), null);
    assert.equal(replayFor(replay, { ...issuer, model: modelId('m2') }), null);
    assert.equal(replayFor(replay, { ...issuer, vendor: vendorId('gemini') }), null);
    assert.equal(replayFor(null, issuer), null);
  });

  it('is gathered with its block, also when it comes last and alone', () => {
    const collector = new Collector();
    const parts: readonly StreamPart[] = [
      { kind: 'reasoning', block: 0, delta: 'Hm', replay: null },
      { kind: 'reasoning', block: 0, delta: '', replay },
      { kind: 'text', block: 1, delta: 'Yes', replay },
      { kind: 'text', block: 1, delta: '.' },
      { kind: 'citation', block: 2, source: { url: 'https://example.com/', title: 'Example' } },
    ];
    for (const part of parts) collector.add(part);
    assert.deepEqual(collector.parts, [
      { kind: 'reasoning', text: 'Hm', replay },
      { kind: 'text', text: 'Yes.', replay },
      { kind: 'citation', source: { url: 'https://example.com/', title: 'Example' } },
    ]);
  });

  it('can be left out of a request, and nothing else with it', () => {
    const request: ChatRequest = {
      model: testModel(),
      instructions: '',
      messages: [
        { role: 'user', content: [{ kind: 'text', text: 'Hi' }] },
        { role: 'assistant', content: [{ kind: 'reasoning', text: 'Hm', replay }] },
      ],
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
    };
    const bare = withoutReplay(request);
    assert.deepEqual(bare.messages[1], {
      role: 'assistant',
      content: [{ kind: 'reasoning', text: 'Hm', replay: null }],
    });
    assert.deepEqual({ ...bare, messages: request.messages }, request);
  });
});
