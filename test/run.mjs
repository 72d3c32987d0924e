// Starts a task of test/tasks on the pinned Node, after making sure that the pinned development dependencies are there.
// Plain JavaScript that runs on Node 20 with nothing installed: `node test/run.mjs <task> [arguments]`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const taskNode = 24;
const parentCheckMs = 500;
// The channel closes when this process ends in whatever way; a task takes that as its signal to clean up and end as well.
const taskStdio = ['inherit', 'inherit', 'inherit', 'ipc'];
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const tasks = join(root, 'test', 'tasks');

process.exitCode = await main(process.argv.slice(2));

async function main([task, ...taskArguments]) {
  const runningMajor = majorOf(process.version);
  if (runningMajor < oldestNode)
    return refuse(`Maestro needs Node ${oldestNode} or newer; this is ${process.version}.`);
  const names = taskNames();
  if (task === undefined || !names.includes(task)) {
    return refuse(`Usage: node test/run.mjs <task> [arguments]\nTasks: ${names.join(', ')}`);
  }

  if (!dependenciesMatch()) {
    const code = await install();
    if (code !== 0) return refuse(`npm ci failed with exit code ${code}. Its reason is above.`);
    writeFileSync(stampFile(), stamp());
  }

  const file = join(tasks, `${task}.ts`);
  const pinned = pinnedNode();
  if (pinned !== null) {
    const code = await run(pinned, [file, ...taskArguments], { stdio: taskStdio });
    if (code !== null) return code;
  }
  if (runningMajor >= taskNode) {
    return (await run(process.execPath, [file, ...taskArguments], { stdio: taskStdio })) ?? 1;
  }
  return refuse(
    `There is no pinned Node ${taskNode} for ${platform()} and this is ${process.version}. Install Node ${taskNode} or newer and run the command again.`,
  );
}

function taskNames() {
  const files = readdirSync(tasks).filter((name) => name.endsWith('.ts'));
  return files.map((name) => basename(name, '.ts'));
}

function dependenciesMatch() {
  if (!existsSync(join(modules, '.package-lock.json'))) return false;
  if (existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp()) return true;
  if (!installedByHand()) return false;
  try {
    writeFileSync(stampFile(), stamp());
  } catch {
    // Somebody else's folder: it is compared again next time.
  }
  return true;
}

/** Whether npm's own record of node_modules agrees with the lock file: everything there, except what other platforms need. */
function installedByHand() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(join(modules, '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    if (path in found) return found[path].version === entry.version && found[path].integrity === entry.integrity;
    return (entry.optional === true || entry.devOptional === true) && !isForThisPlatform(entry);
  });
}

function isForThisPlatform(entry) {
  const lists = (list, value) => list === undefined || [list].flat().includes(value);
  return lists(entry.os, process.platform) && lists(entry.cpu, process.arch) && entry.libc === undefined;
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function stampFile() {
  return join(modules, '.maestro-stamp');
}

function stamp() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${lock.digest('hex')} ${platform()}\n`;
}

async function install() {
  console.log('Installing the pinned development dependencies (npm ci, once) …');
  const options = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const ci = [...options, '--loglevel=error'];
  const started = Date.now();
  // Inside `npm start` this is the npm that is running; it may not be on the path.
  const npmScript = process.env.npm_execpath;
  const code =
    npmScript !== undefined && basename(npmScript).startsWith('npm')
      ? await run(process.execPath, [npmScript, ...ci])
      : process.platform === 'win32'
        ? await run(`npm ${ci.join(' ')}`, [], { shell: true })
        : await run('npm', ci);
  if (code === null) console.error('npm was not found on the path.');
  if (code === 0) console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return code ?? 127;
}

function pinnedNode() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [`node-${platform()}`, `node-bin-${platform()}`].map((name) => join(modules, name, 'bin', file));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The exit code, or null if the program could not be started. Signals are passed on. */
function run(command, commandArguments, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, commandArguments, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => {
      // A terminal has sent Ctrl-C to the whole foreground group already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    // npm passes a signal on to the shell between us only, and that may end without telling.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), parentCheckMs);
    const finish = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, forward);
      done(code);
    };
    child.on('error', () => finish(null));
    child.on('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

function platform() {
  return `${process.platform}-${process.arch}`;
}

function majorOf(version) {
  return Number(version.slice(1).split('.')[0]);
}

function refuse(sentence) {
  console.error(sentence);
  return 1;
}
