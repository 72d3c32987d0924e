import path from 'node:path';
import { pack, version } from './steps/pack.ts';
import { root } from './steps/paths.ts';
import { sayWithTime } from './steps/say.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run package

Builds the extension and packs it into maestro-<version>.vsix. Fails at a warning of vsce and above 2 MB.`;

await runTask(usage, {}, async () => {
  await pack(path.join(root, `maestro-${await version()}.vsix`), { tests: false }, sayWithTime());
  return 0;
});
