import path from 'node:path';
import { build } from './steps/build.ts';
import { root } from './steps/paths.ts';
import { startProgram } from './steps/program.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run build -- [--production] [--watch]

Bundles the extension into dist/.
  --production  minified and without source maps, as it is packaged
  --watch       builds again at every change, until Ctrl-C`;

await runTask(usage, { production: { type: 'boolean' }, watch: { type: 'boolean' } }, async (given) => {
  if (!given.flag('watch')) {
    process.stdout.write(await build({ production: given.flag('production'), tests: false }));
    return 0;
  }
  await using watcher = startProgram(process.execPath, [path.join(root, 'esbuild.mjs'), '--watch'], {
    onOutput: (text) => process.stdout.write(text),
  });
  return await watcher.exited;
});
