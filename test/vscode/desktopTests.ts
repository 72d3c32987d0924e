// Runs the bundled tests of test/integration inside desktop VS Code.
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder, hostTestEntry, root } from '../tasks/steps/paths.ts';
import type { Say } from '../tasks/steps/say.ts';
import { TaskError } from '../tasks/steps/task.ts';
import { installedCode } from './desktop.ts';
import { type HostTestOptions, type HostTestRun, testExtensions } from './hostTests.ts';
import { installExtensions, makeProfile } from './profile.ts';

/** Runs them in an Extension Development Host on the built extension of this repository. */
export async function runDesktopTests(options: HostTestOptions, say: Say): Promise<HostTestRun> {
  const executable = namedExecutable() ?? installedExecutable() ?? (await download());
  say(`VS Code is ${executable}.`);
  await using profile = await makeProfile('dark', options.machineSettings);
  await installExtensions(profile, testExtensions);
  const folders = ['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: hostTestEntry,
      launchArgs: [profile.workspace, ...folders, ...asRoot, '--disable-workspace-trust', '--password-store=basic'],
      extensionTestsEnv: options.env,
    });
    return { code, output: '' };
  } catch (error) {
    return { code: 1, output: error instanceof Error ? error.message : String(error) };
  }
}

function namedExecutable(): string | null {
  const file = process.env['VSCODE_EXECUTABLE'];
  if (file === undefined || file === '') return null;
  if (!existsSync(file)) throw new TaskError(`VSCODE_EXECUTABLE names ${file}, which does not exist.`);
  return file;
}

/** The program beside the installed command `code`, which is a script in the folder `bin` of VS Code. */
function installedExecutable(): string | null {
  const code = installedCode();
  if (code === null) return null;
  const bin = path.dirname(realpathSync(code));
  const places = ['../code', '../Code.exe', '../../../MacOS/Electron', '../../../MacOS/Code'];
  return places.map((place) => path.resolve(bin, place)).find((file) => existsSync(file)) ?? null;
}

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: cacheFolder });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaskError(
      `VS Code could not be downloaded (${reason}). Name an installed one in VSCODE_EXECUTABLE, or use \`npm test\`, which runs the same tests in VS Code for the browser.`,
    );
  }
}
