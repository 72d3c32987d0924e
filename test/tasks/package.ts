import path from 'node:path';
import { pack, version } from './steps/pack.ts';
import { root } from './steps/paths.ts';
import { sayWithTime } from './steps/say.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run package

Builds the extension and packs it into maestro-<version>.vsix, with the licences and the bill of materials of what is bundled.
Fails at a warning of vsce, at a licence that the notices do not satisfy, at a file more or less than the package is to have,
and above 2 MB.`;

await runTask(usage, {}, async () => {
  await pack(path.join(root, `maestro-${await version()}.vsix`), { tests: false }, sayWithTime());
  return 0;
});
