import { runTask } from './steps/task.ts';
import { runTool } from './steps/tool.ts';

const usage = `npm run format

Formats every file and repairs what the linter can repair by itself.`;

await runTask(usage, {}, async () => {
  const { code } = await runTool('biome', ['check', '--write', '.'], {
    onOutput: (text) => process.stdout.write(text),
  });
  return code;
});
