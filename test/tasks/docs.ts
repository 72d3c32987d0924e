import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../src/core/json.ts';
import { withTexts } from './steps/manifestTexts.ts';
import { root } from './steps/paths.ts';
import { settingsTable, withTable } from './steps/settingsTable.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run docs

Writes the table of settings in README.md anew from package.json.`;

await runTask(usage, {}, async () => {
  const file = path.join(root, 'README.md');
  const [plain, texts] = await Promise.all(
    ['package.json', 'package.nls.json'].map(async (name) => parseJson(await readFile(path.join(root, name), 'utf8'))),
  );
  const manifest = withTexts(plain, texts);
  await writeFile(file, withTable(await readFile(file, 'utf8'), settingsTable(manifest)));
  return 0;
});
