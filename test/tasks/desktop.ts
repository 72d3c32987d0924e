import { build } from './steps/build.ts';
import { compileSample } from './steps/sample.ts';
import { desktopTests } from './steps/stages.ts';
import { Tally } from './steps/tally.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run test:desktop -- [--grep pattern]

Runs the tests of test/integration inside desktop VS Code: the one that VSCODE_EXECUTABLE names, else an installed one,
else one that is downloaded. It needs a display; on Linux without one, start it with xvfb-run.`;

await runTask(usage, { grep: { type: 'string' } }, async (given) => {
  const tally = new Tally();
  await tally.stage('desktop', async () => {
    await build({ production: true, tests: true });
    await compileSample();
    return await desktopTests(given.text('grep'), (line) => console.log(`  ${line}`));
  });
  return tally.close();
});
