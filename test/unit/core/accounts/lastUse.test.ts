import assert from 'node:assert/strict';
import { LastUse } from '../../../../src/core/accounts/lastUse.ts';
import { accountId } from '../../../../src/core/model.ts';
import { HandClock } from '../../../handClock.ts';
import { MapMemory } from '../../../memoryStorage.ts';

const [ada, bob] = [accountId('ada'), accountId('bob')];

describe('the last use of an account', () => {
  it('is known in every window, until it is forgotten', () => {
    const memory = new MapMemory();
    const clock = new HandClock(1_000);
    const [here, there] = [new LastUse({ clock, memory }), new LastUse({ clock, memory })];
    here.note(ada);
    clock.advance(500);
    there.note(bob);
    assert.deepEqual([there.of(ada), here.of(bob), here.of(accountId('carol'))], [1_000, 1_500, null]);
    there.forget(ada);
    assert.deepEqual([here.of(ada), here.of(bob)], [null, 1_500]);
  });

  it('is none where what is kept cannot be read', () => {
    const memory = new MapMemory();
    const use = new LastUse({ clock: new HandClock(7), memory });
    for (const text of ['', '[]', '7', '{"ada":"then"}']) {
      memory.values.set('maestro.lastUse', text);
      assert.equal(use.of(ada), null, text);
      use.note(bob);
      assert.equal(use.of(bob), 7, text);
    }
  });
});
