import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowHeights } from '../../../src/webview/rows/rowHeights.ts';
import { isWithin, type Sight, windowOf } from '../../../src/webview/rows/window.ts';

const nothing = { first: 0, end: 0 };

describe('the rows in the page', () => {
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

  it('are all that is in sight, and no others than those around it, wherever the reader is and was', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 300 });
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(heights, places, fc.integer({ min: 100, max: 2_000 }), fc.boolean(), (all, visits, height, ends) => {
        const rows = new RowHeights();
        rows.replaceFrom(0, all);
        const total = all.reduce((sum, one) => sum + one, 0);
        let shown = nothing;
        for (const [visit, place] of visits.entries()) {
          const following = ends && visit === visits.length - 1;
          const top = following ? Math.max(0, total - height) : place * Math.max(0, total - height);
          const sight: Sight = { top: following ? 0 : top, height, following };
          shown = windowOf(rows, sight, shown, null);
          let offset = 0;
          for (const [row, one] of all.entries()) {
            const isInSight = offset + one > top && offset < top + height;
            const isNear = offset + one >= top - 2 * Math.max(600, height) - 1;
            const isBefore = offset <= top + height + 2 * Math.max(600, height) + 1;
            const isShown = row >= shown.first && row < shown.end;
            assert.ok(isShown || !isInSight, `row ${row} is in sight`);
            assert.ok(!isShown || (isNear && isBefore), `row ${row} is far away`);
            offset += one;
          }
        }
      }),
      { seed },
    );
  });

  it('stay the same while the reader goes to and fro a little', () => {
    const rows = new RowHeights();
    rows.replaceFrom(0, Array<number>(500).fill(100));
    const before = windowOf(rows, { top: 20_000, height: 600, following: false }, nothing, null);
    const after = windowOf(rows, { top: 20_300, height: 600, following: false }, before, null);
    assert.ok(after.first === before.first && after.end > before.end);
    assert.deepEqual(windowOf(rows, { top: 20_000, height: 600, following: false }, after, null), after);
  });

  it('are with those that the reader holds on to, unless these are too far away', () => {
    const rows = new RowHeights();
    rows.replaceFrom(0, Array<number>(1_000).fill(100));
    const sight = { top: 50_000, height: 600, following: false };
    const held = { first: 450, end: 451 };
    assert.ok(isWithin(held, windowOf(rows, sight, nothing, held)));
    assert.deepEqual(windowOf(rows, sight, nothing, { first: 3, end: 4 }), windowOf(rows, sight, nothing, null));
  });
});
