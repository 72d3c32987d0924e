import { npmCommand, npmEnvironment } from '../vscode/npm.ts';
import { runProgram } from './steps/program.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run audit

Asks npm's registry whether something is known against a package that Maestro is made of, and whether the registry has signed
all that is installed; fails if it is not so. It needs the network, and is therefore no part of npm test.`;

const questions = [
  ['audit', '--omit=dev', '--audit-level=low'],
  ['audit', 'signatures'],
];

await runTask(usage, {}, async () => {
  const { command, first } = npmCommand();
  const env = npmEnvironment();
  let worst = 0;
  for (const question of questions) {
    const onOutput = (text: string): void => void process.stdout.write(text);
    worst = Math.max(worst, (await runProgram(command, [...first, ...question], { env, onOutput })).code);
  }
  return worst;
});
