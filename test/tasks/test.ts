import { pack, testPackage } from './steps/pack.ts';
import { compiledFolder } from './steps/paths.ts';
import { compileSample } from './steps/sample.ts';
import { checkLint, checkTypes, hostTests, journeyTests, pageTests, prepare, unitTests } from './steps/stages.ts';
import { Tally } from './steps/tally.ts';
import { runTask, TaskError } from './steps/task.ts';

const stages = ['types', 'lint', 'unit', 'page', 'package', 'host', 'journeys'] as const;
type Stage = (typeof stages)[number];

const usage = `npm test -- [--only stage,stage] [--grep pattern]

Runs everything and ends with one line, "N passed, N failed".
  --only  some of: ${stages.join(', ')}
  --grep  only tests whose title matches (unit, page, host, journeys)`;

await runTask(usage, { only: { type: 'string' }, grep: { type: 'string' } }, async (given) => {
  const chosen = readStages(given.text('only'));
  const grep = given.text('grep');
  const tally = new Tally();
  // VS Code is started a dozen times, and mocha twice as often.
  process.env['NODE_COMPILE_CACHE'] = compiledFolder;
  const say = (line: string): void => console.log(`  ${line}`);
  if (chosen.has('types')) await tally.stage('types', checkTypes);
  if (chosen.has('lint')) await tally.stage('lint', checkLint);

  const needsPackage = chosen.has('package') || chosen.has('host') || chosen.has('journeys');
  const isPacked =
    needsPackage &&
    (await tally.stage('package', async () => {
      await pack(testPackage, { tests: chosen.has('host') }, say);
      await compileSample();
      return [
        { state: 'passed', title: 'package', reason: null },
        { state: 'passed', title: 'the sample compiles against VS Code’s types alone', reason: null },
      ];
    }));
  const run = async (stage: Stage, start: Parameters<Tally['stage']>[1]): Promise<void> => {
    if (chosen.has(stage)) await tally.stage(stage, start);
  };
  const packed = (start: Parameters<Tally['stage']>[1]): Parameters<Tally['stage']>[1] =>
    isPacked ? start : () => Promise.reject(new TaskError('There is no package to test.'));
  if (chosen.has('page') || chosen.has('host') || chosen.has('journeys')) await prepare(say);
  // What waits for sockets, frames and VS Code most of its time has room for something else beside it.
  const hosted = async (): Promise<void> => {
    await run('unit', () => unitTests(grep, say));
    const start = packed(() => hostTests(grep, say));
    await run('host', start);
  };
  const browsed = async (beside: Promise<void>): Promise<void> => {
    await run('page', () => pageTests(grep));
    const start = packed(() => journeyTests(grep, beside));
    await run('journeys', start);
  };
  const inHost = hosted();
  await Promise.all([inHost, browsed(inHost)]);
  return tally.close();
});

function readStages(text: string | null): ReadonlySet<Stage> {
  if (text === null) return new Set(stages);
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isStage(name));
  if (wrong !== undefined) throw new TaskError(`There is no stage "${wrong}". Stages: ${stages.join(', ')}`);
  return new Set(names.filter(isStage));
}

function isStage(name: string): name is Stage {
  return stages.some((stage) => stage === name);
}
