// VS Code in the browser with the packaged extension, as a user has it.
import { once } from 'node:events';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Program, runProgram, startProgram } from '../tasks/steps/program.ts';
import type { Say } from '../tasks/steps/say.ts';
import { TaskError } from '../tasks/steps/task.ts';
import { serverEnvironment } from './environment.ts';
import { installWeb } from './install.ts';
import { installExtensions, makeProfile, type Profile, type ProfileSettings, type Theme } from './profile.ts';

export interface WebOptions {
  /** The packaged extension. */
  readonly vsix: string;
  readonly theme: Theme;
  /** Settings of scope `machine`, for example where the simulator is. */
  readonly machineSettings: ProfileSettings;
  /** 0: any free port. */
  readonly port: number;
  /** Folders of unpacked extensions that are there beside it. */
  readonly others?: readonly string[];
  /** Variables of its environment beside those that are there. */
  readonly env?: Readonly<Record<string, string>>;
  /** What VS Code brings along itself and is left out, by the names of its folders. */
  readonly without?: readonly string[];
}

/** A running VS Code for the browser; disposing stops it and removes everything it wrote. */
export interface WebServer extends AsyncDisposable {
  /** The address to open. */
  readonly url: string;
  readonly profile: Profile;
  /** Resolves to the exit code when the server ends by itself. */
  readonly exited: Program['exited'];
  /** What the server printed so far, logs of the extension host included. */
  output(): string;
}

/** Installs VS Code if need be, then the extension, and starts the server on 127.0.0.1. */
export async function startWeb(options: WebOptions, say: Say): Promise<WebServer> {
  if (options.port !== 0) await refuseBusyPort(options.port);
  const { codeServer, builtIn } = await installWeb(say);
  await using started = new AsyncDisposableStack();
  const profile = started.use(await makeProfile(options.theme, options.machineSettings));
  await installExtensions(profile, options.others ?? []);
  const args = [
    codeServer,
    '--config',
    path.join(profile.folder, 'config.yaml'),
    '--user-data-dir',
    profile.userData,
    '--extensions-dir',
    profile.extensions,
    ...(options.without === undefined ? [] : await builtInWithout(options.without, builtIn, profile)),
  ];

  const env = { ...serverEnvironment(profile.home), ...options.env };
  const { code, output } = await runProgram(process.execPath, [...args, '--install-extension', options.vsix], { env });
  if (code !== 0) throw new TaskError(`VS Code refused the extension:\n${output}`);
  say('Maestro is installed in VS Code.');

  const serverArgs = [
    '--auth',
    'none',
    '--bind-addr',
    `127.0.0.1:${options.port}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
  ];
  const server = started.use(startProgram(process.execPath, [...args, ...serverArgs, profile.workspace], { env }));
  const origin = await announced(server, /HTTP server listening on (http:\/\/[\d.]+:\d+)/);
  const stop = started.move();
  return {
    url: `${origin}/?folder=${encodeURIComponent(profile.workspace)}`,
    profile,
    exited: server.exited,
    output: () => server.output(),
    [Symbol.asyncDispose]: () => stop.disposeAsync(),
  };
}

/** What a server prints when it is ready: the pattern's first group. */
export async function announced(server: Program, pattern: RegExp): Promise<string> {
  const found = await server.printed(pattern);
  if (found === null) throw new TaskError(`VS Code's server did not start:\n${server.output()}`);
  return found;
}

/** Lets VS Code find its own extensions in a folder that has links to all but some of them. */
async function builtInWithout(left: readonly string[], builtIn: string, profile: Profile): Promise<readonly string[]> {
  const folder = path.join(profile.folder, 'builtIn');
  await mkdir(folder);
  for (const name of await readdir(builtIn)) {
    if (!left.includes(name)) await symlink(path.join(builtIn, name), path.join(folder, name), 'junction');
  }
  return ['--builtin-extensions-dir', folder];
}

/** A wrong port deserves a sentence, not the server's stack. */
async function refuseBusyPort(port: number): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    throw new TaskError(`Port ${port} cannot be used. Leave --port out to take any free one.`);
  }
  probe.close();
  await once(probe, 'close');
}
