import assert from 'node:assert/strict';
import { modelId, vendorId } from '../../../../src/core/model.ts';
import { Favourites } from '../../../../src/core/models/favourites.ts';
import { MapMemory } from '../../../memoryStorage.ts';

const openai = vendorId('openai');
const model = modelId('model-1');

describe('favourite models', () => {
  it('are kept for a vendor, until they are none any more', async () => {
    const memory = new MapMemory();
    await new Favourites(memory).toggle(openai, model);
    const later = new Favourites(memory);
    assert.equal(later.has(openai, model), true);
    assert.equal(later.has(vendorId('gemini'), model), false);
    await later.toggle(openai, model);
    assert.equal(later.has(openai, model), false);
    assert.equal(memory.values.size, 0);
  });

  it('are none where what was kept cannot be read', async () => {
    const memory = new MapMemory();
    for (const kept of ['{', '{"a":1}', '[7,null]']) {
      await memory.set('maestro.favourites.openai', kept);
      assert.equal(new Favourites(memory).has(openai, model), false);
    }
  });
});
