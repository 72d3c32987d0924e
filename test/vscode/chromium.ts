// Finds a browser and starts it.
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { atProcessEnd } from '../tasks/steps/processEnd.ts';
import { runProgram } from '../tasks/steps/program.ts';
import type { Say } from '../tasks/steps/say.ts';
import { TaskError } from '../tasks/steps/task.ts';
import { installWeb } from './install.ts';

interface Executable {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless browser: the one that MAESTRO_BROWSER names, else an installed Chrome, Chromium or Edge, else the one
 * that comes with VS Code for the browser (Linux x64 only). Playwright switches its sandbox off, so root can run it.
 */
export async function launchChromium(say: Say): Promise<Browser> {
  const chosen = named();
  if (chosen !== null) return await launch(chosen);
  for (const file of usualPlaces().filter((place) => existsSync(place))) {
    try {
      return await launch({ file, env: {} });
    } catch {
      // Some systems have a script of that name that only tells how to install the browser.
      say(`${file} does not start.`);
    }
  }
  return await launch(await bundled(say));
}

async function launch({ file, env }: Executable): Promise<Browser> {
  const handled = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({
    executablePath: file,
    args,
    env: { ...definedEnvironment(), ...env },
    ...handled,
  });
  const close = atProcessEnd(() => browser.close());
  browser.on('disconnected', () => void close());
  return browser;
}

function named(): Executable | null {
  const file = process.env['MAESTRO_BROWSER'];
  if (file === undefined || file === '') return null;
  if (!existsSync(file)) throw new TaskError(`MAESTRO_BROWSER names ${file}, which does not exist.`);
  return { file, env: {} };
}

function usualPlaces(): readonly string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
      );
    case 'win32': {
      const bases = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '');
      const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
      return programs.flatMap((program) => bases.filter((base) => base !== '').map((base) => path.join(base, program)));
    }
    default: {
      const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable'];
      const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
      return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
    }
  }
}

/** Unpacks the browser and the few libraries that a bare system lacks; both come compressed inside an npm package. */
async function bundled(say: Say): Promise<Executable> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new TaskError('No browser was found. Install Chrome, Chromium or Edge, or name one in MAESTRO_BROWSER.');
  }
  const { folder } = await installWeb(say);
  const unpacked = path.join(folder, 'chromium');
  if (!existsSync(unpacked)) await unpack(folder, unpacked, say);
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: path.join(unpacked, 'fonts.conf') };
  const libraries = [path.join(unpacked, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH'] ?? ''];
  const env = { ...fonts, LD_LIBRARY_PATH: libraries.filter((one) => one !== '').join(':') };
  return { file: path.join(unpacked, 'chromium'), env };
}

async function unpack(folder: string, unpacked: string, say: Say): Promise<void> {
  say('No browser is installed here; unpacking the one from the npm registry (once) …');
  const work = `${unpacked}.${process.pid}.part`;
  await mkdir(work, { recursive: true });
  const module = pathToFileURL(path.join(folder, 'node_modules/@sparticuz/chromium/build/index.js'));
  // The package unpacks into the folder for temporary files, and its libraries only where it believes to be in a Lambda.
  const env = { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const script = `await (await import(${JSON.stringify(module)})).default.executablePath()`;
  const { code, output } = await runProgram(process.execPath, ['--input-type=module', '--eval', script], { env });
  if (code !== 0) throw new TaskError(`The browser could not be unpacked:\n${output}`);
  await chmod(path.join(work, 'chromium'), 0o755);
  const folders = `<dir>${path.join(unpacked, 'fonts')}</dir><cachedir>${path.join(unpacked, 'fontCache')}</cachedir>`;
  await writeFile(path.join(work, 'fonts.conf'), `<?xml version="1.0"?><fontconfig>${folders}</fontconfig>\n`);
  await rename(work, unpacked).catch(() => rm(work, { recursive: true, force: true }));
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
