import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { arrayAt, type Json, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { withTexts } from '../../tasks/steps/manifestTexts.ts';
import { settingsTable, withTable } from '../../tasks/steps/settingsTable.ts';

const root = path.join(import.meta.dirname, '../../..');
const json = (name: string): Json | undefined => parseJson(readFileSync(path.join(root, name), 'utf8'));
const manifest = withTexts(json('package.json'), json('package.nls.json'));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('has the settings as the manifest has them; `npm run docs` writes them', () => {
    assert.equal(readme, withTable(readme, settingsTable(manifest)));
  });

  it('names only commands that there are, and scripts that npm can run', () => {
    const titles = arrayAt(objectAt(manifest, 'contributes'), 'commands').map((one) => stringAt(one, 'title') ?? '');
    const named = [...readme.matchAll(/`Maestro: ([^`]+)`/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      named.filter((title) => !titles.includes(title)),
      [],
    );
    const scripts = Object.keys(objectAt(manifest, 'scripts'));
    const run = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      run.filter((script) => !scripts.includes(script)),
      [],
    );
  });

  it('shows other extensions code of the sample, which runs, and no other', () => {
    const sources = globSync('test/sample/src/*.ts', { cwd: root }).map((file) =>
      readFileSync(path.join(root, file), 'utf8'),
    );
    const shown = [...readme.matchAll(/```ts\n(.*?)```/gs)].flatMap((match) =>
      (match[1] ?? '').trim().split(/\n\n(?=\/\*\*)/),
    );
    assert.ok(shown.length > 0);
    assert.deepEqual(
      shown.filter((code) => !sources.some((source) => source.includes(code))),
      [],
    );
  });

  it('a cell of the table cannot be left, and names other settings plainly', () => {
    const setting = { default: [], scope: 'window', markdownDescription: 'One | two,\nsee `#maestro.a#`.' };
    const table = settingsTable({ contributes: { configuration: { properties: { 'maestro.b': setting } } } });
    assert.equal(table.split('\n').at(-1), '| `maestro.b` | empty | user, workspace | One \\| two, see `maestro.a`. |');
  });
});
