import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noUsage } from '../../../../src/core/parts.ts';
import { ada, complete, cut, plain, said, talk, textPart, view } from '../../../testChat.ts';
import { bare, holding, Window, written } from './journalWindow.ts';
import { play, steps } from './scripts.ts';

const encoder = new TextEncoder();

/** The lines of several in one list, each's own in their order. */
function mixed(lists: readonly (readonly string[])[], coin: Iterator<boolean>): readonly string[] {
  const [left = [], right = []] = lists.map((list) => [...list]);
  const all: string[] = [];
  while (left.length + right.length > 0) {
    const fromLeft = right.length === 0 || (left.length > 0 && coin.next().value === true);
    all.push(...(fromLeft ? left : right).splice(0, 1));
  }
  return all;
}

describe('journal', () => {
  it('two windows write at the same time: every order of their lines is the same conversation', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, fc.infiniteStream(fc.boolean()), async (before, left, right, coin) => {
        const { id, bytes: common } = await written(before);
        const one = holding(id, common);
        const other = holding(id, common);
        const here = await one.open(id);
        const there = await other.open(id);
        play(here, one.clock, left);
        play(there, other.clock, right);
        await Promise.all([here.saved(), there.saved()]);
        const shared = holding(id, common).files.lines(id).length;
        const own = (): readonly (readonly string[])[] =>
          [one, other].map(({ files }) => files.lines(id).slice(shared));
        const bytesOf = (...lists: readonly (readonly string[])[]): Uint8Array =>
          Buffer.concat([common, encoder.encode(`\n${lists.flat().join('\n')}\n`)]);
        const viewOf = async (bytes: Uint8Array): Promise<unknown> => view((await holding(id, bytes).open(id)).tree);
        assert.deepEqual(await viewOf(bytesOf(mixed(own(), coin))), await viewOf(bytesOf(...own())));
        // A window that takes over what the other wrote sees the same as one that reads it all.
        for (const turn of here.running) here.end(turn, cut, noUsage);
        for (const turn of there.running) there.end(turn, cut, noUsage);
        await Promise.all([here.saved(), there.saved()]);
        const [ours = [], theirs = []] = own();
        const lines = encoder.encode(`\n${theirs.join('\n')}\n`);
        one.files.put(id, Buffer.concat([one.files.files.get(id) ?? common, lines]));
        await here.refresh();
        assert.deepEqual(bare(view(here.tree)), bare(await viewOf(bytesOf(theirs, ours))));
      }),
      { numRuns: 200 },
    );
  }).timeout(120_000);

  it('two windows at the same file, each unaware of the other until it looks, end with the same conversation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.boolean(), steps), { maxLength: 8 }), async (acts) => {
        const window = new Window();
        const here = window.begin();
        talk(here, 'first', 'answer', cut);
        await here.saved();
        const there = await window.open(here.id);
        for (const [isHere, looks, script] of acts) {
          const one = isHere ? here : there;
          if (looks) await one.refresh();
          play(one, window.clock, script);
          await one.saved();
        }
        for (const one of [here, there]) {
          for (const turn of one.running) one.end(turn, cut, noUsage);
          await one.saved();
        }
        await Promise.all([here.refresh(), there.refresh()]);
        const opened = bare(view((await window.open(here.id)).tree));
        assert.deepEqual([bare(view(here.tree)), bare(view(there.tree))], [opened, opened]);
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);

  it('an answer that another window is giving is seen as it grows, and is no longer taken for interrupted', async () => {
    const window = new Window();
    const here = window.begin();
    const turn = here.ask(plain('q'), ada);
    assert.ok(turn !== null);
    await here.saved();
    const there = await window.open(here.id);
    assert.equal(there.turn(turn)?.outcome?.kind, 'failed');
    const changes: (readonly string[])[] = [];
    there.onDidChange((turns) => changes.push([...turns]));
    here.add(turn, [textPart('so far')]);
    await here.saved();
    await there.refresh();
    assert.deepEqual(said(there), ['q', 'so far']);
    assert.equal(there.turn(turn)?.outcome, null);
    here.end(turn, complete, noUsage);
    here.rename('Named');
    await here.saved();
    await there.refresh();
    await there.refresh();
    assert.deepEqual(changes, [[turn], [turn]]);
    assert.deepEqual(view(there.tree), view(here.tree));
  });
});
