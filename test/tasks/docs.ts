import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../src/core/json.ts';
import { root } from './steps/paths.ts';
import { settingsTable, withTable } from './steps/settingsTable.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run docs

Writes the table of settings in README.md anew from package.json.`;

await runTask(usage, {}, async () => {
  const file = path.join(root, 'README.md');
  const manifest = parseJson(await readFile(path.join(root, 'package.json'), 'utf8'));
  await writeFile(file, withTable(await readFile(file, 'utf8'), settingsTable(manifest)));
  return 0;
});
