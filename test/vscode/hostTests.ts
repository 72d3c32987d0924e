// Runs the bundled tests of test/integration inside VS Code's extension host, in the browser's VS Code.
import path from 'node:path';
import { hostTestEntry, root } from '../tasks/steps/paths.ts';
import { startProgram } from '../tasks/steps/program.ts';
import { sampleExtension } from '../tasks/steps/sample.ts';
import type { Say } from '../tasks/steps/say.ts';
import { launchChromium } from './chromium.ts';
import { serverEnvironment } from './environment.ts';
import { installWeb } from './install.ts';
import { installExtensions, makeProfile, type ProfileSettings } from './profile.ts';
import { announced } from './web.ts';

export interface HostTestOptions {
  readonly machineSettings: ProfileSettings;
  /** For the extension host, for example where the tests write their report. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** What the run left: VS Code's exit code (null: it did not end in time) and everything that was printed. */
export interface HostTestRun {
  readonly code: number | null;
  readonly output: string;
}

/** Runs them in an Extension Development Host on the built extension of this repository. */
export async function runHostTests(options: HostTestOptions, say: Say): Promise<HostTestRun> {
  const { vsCodeServer } = await installWeb(say);
  await using profile = await makeProfile('dark', options.machineSettings);
  await installExtensions(profile, testExtensions);
  const args = [
    vsCodeServer,
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    '--accept-server-license-terms',
    '--user-data-dir',
    profile.userData,
    '--server-data-dir',
    profile.folder,
    '--extensions-dir',
    profile.extensions,
    '--enable-smoke-test-driver',
    '--disable-workspace-trust',
    '--telemetry-level',
    'off',
  ];
  // As in web.ts: local addresses are opened as they are.
  const env = { ...serverEnvironment(profile.home), ...options.env };
  await using server = startProgram(process.execPath, args, { env });
  const port = await announced(server, /Extension host agent listening on (\d+)/);
  await using browser = await launchChromium(say);
  const page = await browser.newPage();
  // Pages that VS Code opens are of no use here once they have been asked for, and VS Code must stay in front.
  page.context().on('page', (opened) => void opened.waitForLoadState().then(() => opened.close()));

  const lines: string[] = [];
  const ended = Promise.withResolvers<number | null>();
  page.on('console', (message) => lines.push(message.text()));
  page.on('crash', () => ended.resolve(null));
  await page.exposeFunction('codeAutomationLog', () => {});
  await page.exposeFunction('codeAutomationExit', (code: number) => ended.resolve(code));
  await page.goto(testAddress(port, profile.workspace));
  const timer = setTimeout(() => ended.resolve(null), options.timeoutMs);
  const code = await ended.promise;
  clearTimeout(timer);
  return { code, output: `${server.output()}\n${lines.join('\n')}` };
}

/** What is there beside Maestro: descriptions of tools, of which the tests say what they do, and the sample that uses Maestro. */
export const testExtensions: readonly string[] = [path.join(import.meta.dirname, 'toolsExtension'), sampleExtension];

function testAddress(port: string, workspace: string): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${port}${file.split(path.sep).join('/')}`;
  const payload = [
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(hostTestEntry)],
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}
