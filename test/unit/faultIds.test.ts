import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { untestedCases, untestedFaults } from './untestedFaults.ts';

const tests = path.join(import.meta.dirname, '..');
/** The lists of what can go wrong with sign-ins, with VS Code's secret storage, in a page, in streams and on the way there: their names and lengths. */
const lists = [
  ['OA', 77],
  ['SS', 15],
  ['WV', 64],
  ['ST', 68],
  ['NT', 12],
] as const;
const ids = lists.flatMap(([list, length]) =>
  Array.from({ length }, (_, index) => `${list}-${String(index + 1).padStart(2, '0')}`),
);

/** The ids in the strings of all tests, which are their titles. */
function named(): ReadonlySet<string> {
  const lines = globSync('**/*.test.ts', { cwd: tests }).flatMap((file) =>
    readFileSync(path.join(tests, file), 'utf8').split('\n'),
  );
  const strings = lines.flatMap((line) => line.match(/(['`"]).*?\1/g) ?? []);
  return new Set(strings.flatMap((text) => text.match(/\b(?:OA|SS|WV|ST|NT)-\d\d\b/g) ?? []));
}

describe('the faults of sign-in, secret storage, the page, streams and the network', () => {
  it('each has a test that names it, or a reason why there can be none', () => {
    const tested = named();
    assert.deepEqual(
      ids.filter((id) => !tested.has(id) && !untestedFaults.has(id)),
      [],
    );
    assert.deepEqual(
      [...untestedFaults.keys()].filter((id) => tested.has(id) || !ids.includes(id)),
      [],
      'no reason is needed for what has a test',
    );
    assert.deepEqual(
      [...untestedCases.keys()].filter((id) => !tested.has(id)),
      [],
      'what has no test at all is on the other list',
    );
    assert.deepEqual(
      [...tested].filter((id) => !ids.includes(id)),
      [],
      'no test names what is not on the lists',
    );
  });
});
