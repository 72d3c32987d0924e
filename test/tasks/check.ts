import { checkLint, checkTypes } from './steps/stages.ts';
import { Tally } from './steps/tally.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run check

Checks types and lint, without running any test.`;

await runTask(usage, {}, async () => {
  const tally = new Tally();
  await tally.stage('types', checkTypes);
  await tally.stage('lint', checkLint);
  return tally.close();
});
