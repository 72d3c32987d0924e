import assert from 'node:assert/strict';
import type { ShownHit, ShownSummary } from '../../../src/webview/bridge.ts';
import { byDay, bySearch, type Section } from '../../../src/webview/history/sections.ts';

const noon = new Date(2026, 2, 29, 12).getTime();
const summary = (id: string, usedAt = noon, title = id): ShownSummary => {
  return { id, title, usedAt, detail: '', isOpen: false, isRunning: false };
};
const hit = (conversation: string, turn: string | null): ShownHit => {
  return { conversation, title: conversation, turn, before: '', match: '', after: '' };
};

describe('the sections of the list of conversations', () => {
  it('are days as they are counted where the reader is, also where the clocks change', () => {
    const at = (day: number, hour: number): number => new Date(2026, 2, day, hour).getTime();
    const list = [
      summary('future', at(30, 1)),
      summary('now', at(29, 12)),
      summary('midnight', at(29, 0)),
      summary('last night', at(28, 23)),
      summary('yesterday', at(28, 0)),
      summary('before', at(27, 23)),
    ];
    assert.deepEqual(shape(byDay(list, noon)), [
      ['Today', 'future', 'now', 'midnight'],
      ['Yesterday', 'last night', 'yesterday'],
      ['Earlier', 'before'],
    ]);
    assert.deepEqual(byDay([], noon), []);
  });

  it('have a conversation that is found by its title once, and every place in it', () => {
    const list = [summary('c1', noon, 'Straße'), summary('c2', noon, 'STRASSE'), summary('c3', noon, 'Road')];
    const hits = [hit('c1', null), hit('c1', 't1'), hit('c3', 't2'), hit('c9', null)];
    assert.deepEqual(shape(bySearch(list, 'straß', hits)), [
      ['Conversations', 'c1'],
      ['In what was said', 'c1 t1 0', 'c3 t2 1', 'c9  2'],
    ]);
    assert.deepEqual(shape(bySearch(list, 'strasse', [])), [['Conversations', 'c2']]);
  });

  function shape(sections: readonly Section[]): readonly (readonly string[])[] {
    return sections.map(({ label, lines }) => [label, ...lines.map(({ key }) => key)]);
  }
});
