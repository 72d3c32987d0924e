import { npmCommand, npmEnvironment } from '../vscode/npm.ts';
import { runProgram } from './steps/program.ts';
import { runTask } from './steps/task.ts';

const usage = `npm run audit

Asks npm's registry whether something is known against a package that Maestro is made of, and fails if there is. It needs the
network, and is therefore no part of npm test.`;

await runTask(usage, {}, async () => {
  const { command, first } = npmCommand();
  const args = [...first, 'audit', '--omit=dev', '--audit-level=low'];
  const { code } = await runProgram(command, args, {
    env: npmEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  return code;
});
