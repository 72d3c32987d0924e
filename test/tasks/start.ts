import { firstJourney } from '../journeys/firstJourney.ts';
import { travel } from '../journeys/journey.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { installedCode, startDesktop } from '../vscode/desktop.ts';
import { hasDisplay, openInBrowser } from '../vscode/openInBrowser.ts';
import { startWeb } from '../vscode/web.ts';
import { pack, testPackage } from './steps/pack.ts';
import { type Say, sayWithTime } from './steps/say.ts';
import { runTask, TaskError } from './steps/task.ts';
import { sayWaysIn } from './steps/waysIn.ts';

const usage = `npm start -- [--host desktop|web] [--live] [--port N]
npm start -- --check

Starts VS Code with Maestro, against a simulated ChatGPT on this computer, and stays until Ctrl-C.
  --host   desktop: the installed VS Code, with a profile of its own; web: VS Code in the browser.
           Without it: desktop where VS Code is installed and there is a display, else web.
  --live   the real vendors instead of the simulator
  --port   port of VS Code in the browser; any free one without it
  --check  no window: signs in, chats and signs out in a headless browser, leaves screenshots, and exits with 0 only if
           everything worked`;

const options = {
  host: { type: 'string' },
  live: { type: 'boolean' },
  check: { type: 'boolean' },
  port: { type: 'string' },
} as const;

await runTask(usage, options, async (given) => {
  const host = readHost(given.text('host'));
  const port = readPort(given.text('port'));
  const [isLive, isCheck] = [given.flag('live'), given.flag('check')];
  if (isCheck && (isLive || host === 'desktop')) {
    throw new TaskError('--check goes with VS Code in the browser and the simulator; leave --live and --host out.');
  }
  const code = host === 'desktop' || (host === null && hasDisplay()) ? installedCode() : null;
  if (host === 'desktop' && code === null) throw new TaskError('No desktop VS Code (`code`) was found on the path.');
  if (code !== null && port !== 0) throw new TaskError('--port goes with VS Code in the browser; add --host web.');
  const say = sayWithTime();
  await pack(testPackage, { tests: false }, say);
  if (isCheck) return await check(say);

  const simulator = isLive ? null : await startSimulator();
  if (simulator !== null) sayWaysIn(simulator, say);
  const machineSettings = simulator?.settings ?? {};
  if (code !== null) {
    await using desktop = await startDesktop({ code, vsix: testPackage, machineSettings }, say);
    return await desktop.exited;
  }
  await using web = await startWeb({ vsix: testPackage, theme: 'dark', machineSettings, port }, say);
  say(`VS Code with Maestro is ready: ${web.url}`);
  say('Run "Maestro: Sign In…" from its command palette (F1). Ctrl-C here stops everything.');
  openInBrowser(web.url);
  return await web.exited;
});

async function check(say: Say): Promise<number> {
  const pictures = await travel({ vsix: testPackage, name: 'check', knownPorts: true, say }, async (journey) => {
    await firstJourney(journey);
    return journey.screenshots;
  });
  for (const picture of pictures) say(`Screenshot: ${picture}`);
  say('Everything works.');
  return 0;
}

function readHost(text: string | null): 'desktop' | 'web' | null {
  if (text === null || text === 'desktop' || text === 'web') return text;
  throw new TaskError(`--host is desktop or web, not "${text}".`);
}

function readPort(text: string | null): number {
  const port = Number(text ?? 0);
  if (text === null || (/^\d+$/.test(text) && port >= 1 && port <= 65_535)) return port;
  throw new TaskError(`--port is a number from 1 to 65535, not "${text}".`);
}
