import assert from 'node:assert/strict';
import { DailyUse } from '../../../../src/core/accounts/dailyUse.ts';
import { accountId, modelId } from '../../../../src/core/model.ts';
import { HandClock } from '../../../handClock.ts';
import { MapMemory } from '../../../memoryStorage.ts';

const evening = new Date(2026, 10, 20, 23, 59, 59).getTime();
const ada = accountId('ada');
const sol = modelId('gpt-5.6-sol');

describe('questions of the day', () => {
  it('are counted for each account and model, over windows and restarts', () => {
    const memory = new MapMemory();
    const clock = new HandClock(evening);
    const [window, another] = [new DailyUse({ clock, memory }), new DailyUse({ clock, memory })];
    window.add(ada, sol);
    another.add(ada, sol);
    window.add(accountId('bob'), sol);
    window.add(ada, modelId('gpt-5.5'))();
    assert.equal(window.of(ada, sol), 2);
    assert.equal(another.of(accountId('bob'), sol), 1);
    assert.equal(another.of(ada, modelId('gpt-5.5')), 0);
  });

  it('begin anew at the midnight of this computer, whatever is still on its way', async () => {
    const memory = new MapMemory();
    const clock = new HandClock(evening);
    const use = new DailyUse({ clock, memory });
    const takeBack = use.add(ada, sol);
    clock.advance(1_000);
    assert.equal(use.of(ada, sol), 0);
    use.add(ada, sol);
    takeBack();
    assert.equal(use.of(ada, sol), 1);
  });

  it('are none where what is kept cannot be read', () => {
    const memory = new MapMemory();
    const use = new DailyUse({ clock: new HandClock(evening), memory });
    for (const text of ['', '[]', '{"day":"2026-11-20"}', '{"day":"2026-11-20","counts":{"ada gpt-5.6-sol":"many"}}']) {
      memory.values.set('maestro.dailyUse', text);
      assert.equal(use.of(ada, sol), 0);
    }
  });
});
