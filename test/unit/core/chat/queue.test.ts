import assert from 'node:assert/strict';
import { QuestionQueue } from '../../../../src/core/chat/queue.ts';
import type { Outcome } from '../../../../src/core/parts.ts';

const complete: Outcome = { kind: 'complete', reason: 'stop' };
const failed: Outcome = { kind: 'failed', failure: { code: 'no-account' } };

describe('questions that wait', () => {
  it('go one after the other, each when the answer before it has ended as it should', () => {
    const queue = queueOf('a', 'b');
    assert.equal(queue.next(complete), 'a');
    assert.equal(queue.next(complete), 'b');
    assert.equal(queue.next(complete), null);
  });

  it('wait for the person when an answer failed or was stopped, until one is asked and answered', () => {
    for (const outcome of [failed, { kind: 'cancelled' }] as const) {
      const queue = queueOf('a', 'b');
      assert.equal(queue.next(outcome), null);
      assert.equal(queue.isHeld, true);
      assert.equal(queue.take(queue.list[1]?.id ?? ''), 'b');
      assert.equal(queue.next(complete), 'a');
      assert.equal(queue.isHeld, false);
    }
  });

  it('can be taken out once, by an id that is never given again', () => {
    const queue = queueOf('a');
    const id = queue.list[0]?.id ?? '';
    assert.equal(queue.take(id), 'a');
    assert.equal(queue.take(id), null);
    queue.add('b');
    assert.equal(queue.take(id), null);
    assert.deepEqual(
      queue.list.map(({ question }) => question),
      ['b'],
    );
  });

  it('are not taken in without end', () => {
    const queue = new QuestionQueue<string>();
    const taken = Array.from({ length: 100 }, (_, index) => queue.add(`question ${index}`)).filter(Boolean);
    assert.equal(queue.list.length, taken.length);
    assert.ok(taken.length >= 10 && taken.length < 100);
  });
});

function queueOf(...questions: readonly string[]): QuestionQueue<string> {
  const queue = new QuestionQueue<string>();
  for (const question of questions) queue.add(question);
  return queue;
}
