import assert from 'node:assert/strict';
import { OnDemand } from '../../../src/core/onDemand.ts';

describe('what is made on demand', () => {
  it('is made when it is first asked for, and once, however many ask', async () => {
    let made = 0;
    const thing = new OnDemand(async () => ({ number: ++made }));
    assert.deepEqual([thing.made, made], [null, 0]);
    const [one, other] = await Promise.all([thing.get(), thing.get()]);
    assert.equal(one, other);
    assert.deepEqual([thing.made, await thing.get(), made], [one, one, 1]);
  });

  it('is made anew after it could not be', async () => {
    let tries = 0;
    const thing = new OnDemand(async () => {
      if (++tries === 1) throw new Error('not yet');
      return tries;
    });
    await assert.rejects(thing.get(), /not yet/);
    assert.equal(thing.made, null);
    assert.equal(await thing.get(), 2);
  });
});
