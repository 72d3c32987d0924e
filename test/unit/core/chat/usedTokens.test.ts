import assert from 'node:assert/strict';
import type { Turn } from '../../../../src/core/chat/turn.ts';
import { usedTokens } from '../../../../src/core/chat/usedTokens.ts';
import { epochMs, turnId } from '../../../../src/core/model.ts';
import { noUsage } from '../../../../src/core/parts.ts';

const text = (bytes: number): string => 'x'.repeat(bytes);

function turn(question: string, answer: string, usage: Turn['usage'] = noUsage): Turn {
  return {
    id: turnId('t'),
    parent: null,
    question: { text: question, attachments: [] },
    askedAt: epochMs(0),
    answerer: null,
    rounds: [{ parts: [{ kind: 'text', text: answer, replay: null }], next: null }],
    outcome: { kind: 'complete', reason: 'stop' },
    usage,
    endedAt: epochMs(1),
    reasoningMs: null,
  };
}

describe('what a conversation takes of a model’s context', () => {
  it('is estimated where the vendor counts nothing, attachments included', () => {
    const asked = turn(text(400), text(800));
    const image = { kind: 'image', type: 'image/png', data: 'AAAA' } as const;
    const notes = { kind: 'text', text: text(40) } as const;
    const attachments = [image, notes].map((content) => {
      return { name: 'a', origin: 'pasted', place: null, hash: 'h', content } as const;
    });
    assert.equal(usedTokens([]), 0);
    assert.equal(usedTokens([asked]), 300);
    assert.equal(usedTokens([{ ...asked, question: { text: '', attachments } }]), 1_000 + 10 + 200);
  });

  it('is what the vendor counted, without the thoughts that it is not given again, and an estimate of what came after', () => {
    const counted = turn(text(4_000), text(4_000), { input: 5_000, output: 300, cached: 4_000, reasoning: 200 });
    assert.equal(usedTokens([turn('', text(9_000)), counted, turn(text(40), text(80))]), 5_000 + 100 + 30);
  });

  it('is estimated for an answer in several rounds, whose count has the history several times', () => {
    const usage = { input: 90_000, output: 900, cached: null, reasoning: null };
    const { rounds, ...rest } = turn(text(40), text(40), usage);
    const agent = { ...rest, rounds: [...rounds, ...rounds] };
    assert.equal(usedTokens([agent]), 10 + 20);
  });
});
