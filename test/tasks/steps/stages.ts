// The stages of `npm test`: each returns what it tested, or throws if it could not start.
import { globSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startSimulator } from '../../simulator/simulator.ts';
import { launchChromium } from '../../vscode/chromium.ts';
import { runDesktopTests } from '../../vscode/desktopTests.ts';
import { type HostTestOptions, type HostTestRun, runHostTests } from '../../vscode/hostTests.ts';
import { installWeb } from '../../vscode/install.ts';
import { Coverage } from './coverage.ts';
import { reportVariable } from './lineReport.ts';
import { cacheFolder, root } from './paths.ts';
import { reported } from './report.ts';
import type { Say } from './say.ts';
import type { Result } from './tally.ts';
import { runTool } from './tool.ts';

const projects = ['tsconfig.json', 'src/core/tsconfig.json', 'src/webview/tsconfig.json'];
const hostTimeoutMs = 1_800_000;
const unitLanes = 4;
const pageLanes = 3;
const journeyLanes = 2;
/** Journeys that one process makes one after the other, and begins with. */
const together = [
  // Share one VS Code, in this order.
  ['threads.test.ts', 'tools.test.ts', 'code.test.ts', 'composer.test.ts', 'chat.test.ts', 'conversations.test.ts'],
  // Sign in at the ports that OpenAI knows.
  ['first.test.ts', 'signIn.test.ts'],
];
/** For one test: what hangs is found as well after this time, and a busy machine is no failure. */
const testTimeoutMs = 10_000;
/** The same for one that starts VS Code or waits for it. */
const journeyTimeoutMs = 300_000;

/**
 * Brings VS Code for the browser and a browser here, if they are not: once, for all that run side by side later. What cannot be
 * had fails where it is needed.
 */
export async function prepare(say: Say): Promise<void> {
  try {
    await installWeb(say);
    await (await launchChromium(say)).close();
  } catch {
    // The stages say it.
  }
}

/** The types of every project, as one result. */
export async function checkTypes(): Promise<readonly Result[]> {
  const runs = await Promise.all(projects.map((project) => runTool('tsc', ['--pretty', 'false', '-p', project])));
  return [oneResult('types', runs)];
}

/** Lint and format, as one result. */
export async function checkLint(): Promise<readonly Result[]> {
  return [oneResult('lint', [await runTool('biome', ['check', '--colors=off', '.'])])];
}

/** Everything that needs no VS Code. Most of it waits for sockets and processes, so some of the files run side by side. */
export async function unitTests(grep: string | null, say: Say): Promise<readonly Result[]> {
  const files = globSync('test/unit/**/*.test.ts', { cwd: root }).sort();
  const run = (env: NodeJS.ProcessEnv): Promise<readonly Result[]> =>
    inLanes(dealt(files, unitLanes), openLanes(unitLanes), (some) => mochaTests(some, grep, { env, strict: true }));
  // Some of the tests say nothing about what all of them reach.
  if (grep !== null) return await run({});
  await using coverage = await Coverage.begin();
  return [...(await run(coverage.env)), await coverage.result(say)];
}

/** The chat page and the page after a sign-in, in a real browser without VS Code; most of it waits for frames. */
export async function pageTests(grep: string | null): Promise<readonly Result[]> {
  const files = globSync('test/page/**/*.test.ts', { cwd: root }).sort();
  return await inLanes(dealt(files, pageLanes), openLanes(pageLanes), (some) => mochaTests(some, grep, {}));
}

/** The tests inside VS Code's extension host, against a simulator of their own. */
export async function hostTests(grep: string | null, say: Say): Promise<readonly Result[]> {
  return await insideVsCode(grep, (options) => runHostTests(options, say));
}

/** The same in desktop VS Code. */
export async function desktopTests(grep: string | null, say: Say): Promise<readonly Result[]> {
  return await insideVsCode(grep, (options) => runDesktopTests(options, say));
}

async function insideVsCode(
  grep: string | null,
  run: (options: HostTestOptions) => Promise<HostTestRun>,
): Promise<readonly Result[]> {
  await mkdir(cacheFolder, { recursive: true });
  const simulator = await startSimulator({ redirectPorts: 'any' });
  try {
    return await reported(async (file) => {
      const env = {
        [reportVariable]: file,
        MAESTRO_TEST_GREP: grep ?? '',
        MAESTRO_TEST_CONTROL_URL: simulator.controlUrl,
      };
      // A port stays taken for a moment after a sign-in, and tests sign in faster than a person does.
      const machineSettings = { ...simulator.settings, 'maestro.openai.callbackPorts': [0] };
      const { code, output } = await run({ machineSettings, env, timeoutMs: hostTimeoutMs });
      return `VS Code's exit code: ${code ?? 'none in time'}\n${output}`;
    });
  } finally {
    await simulator.close();
  }
}

/**
 * The journeys of a user through VS Code in a browser, with the packaged extension; two at once, as each waits for VS Code most of
 * its time, and one more as soon as what runs beside them has ended.
 */
export async function journeyTests(grep: string | null, beside: Promise<void>): Promise<readonly Result[]> {
  const files = globSync('test/journeys/*.test.ts', { cwd: root }).sort();
  const sets = together.map((names) => names.map((name) => path.join('test', 'journeys', name)));
  const sizeOf = (file: string): number => statSync(path.join(root, file)).size;
  // The long ones first, so that none is left at the end with nothing beside it.
  const others = files.filter((file) => !sets.flat().includes(file)).sort((a, b) => sizeOf(b) - sizeOf(a));
  const onOutput = (text: string): void => void process.stdout.write(text);
  const lanes = [...openLanes(journeyLanes), beside];
  return await inLanes([...sets, ...others.map((file) => [file])], lanes, (some) =>
    mochaTests(some, grep, { onOutput, timeoutMs: journeyTimeoutMs }),
  );
}

/** The files in so many sets of about the same size. */
function dealt(files: readonly string[], sets: number): readonly (readonly string[])[] {
  return Array.from({ length: sets }, (_, set) => files.filter((__, place) => place % sets === set));
}

function openLanes(count: number): readonly Promise<void>[] {
  return Array.from({ length: count }, () => Promise.resolve());
}

/** Runs sets of files in their order, as many of them at once as there are lanes; each lane is open when its promise resolves. */
async function inLanes(
  sets: readonly (readonly string[])[],
  lanes: readonly Promise<void>[],
  run: (files: readonly string[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const left = sets.entries();
  const results: (readonly Result[])[] = [];
  const lane = async (open: Promise<void>): Promise<void> => {
    await open;
    for (const [index, files] of left) results[index] = await run(files);
  };
  await Promise.all(lanes.map(lane));
  return results.flat();
}

interface MochaOptions {
  readonly onOutput?: (text: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  /** For each test that names no time of its own. */
  readonly timeoutMs?: number;
  /** Whether a rejection that nobody handles fails its test, and what goes wrong after the last test is a failure, too. */
  readonly strict?: boolean;
}

async function mochaTests(
  spec: readonly string[],
  grep: string | null,
  { strict = false, timeoutMs = testTimeoutMs, ...options }: MochaOptions,
): Promise<readonly Result[]> {
  await mkdir(cacheFolder, { recursive: true });
  const reporter = path.join(root, 'test/tasks/steps/lineReport.ts');
  const required = ['openEnd.ts', ...(strict ? ['rejections.ts'] : [])];
  const requires = required.flatMap((file) => ['--require', path.join(root, 'test/tasks/steps', file)]);
  const only = grep === null ? [] : ['--grep', grep];
  const how = ['--forbid-only', ...requires, '--timeout', String(timeoutMs), '--reporter', reporter];
  let ended = { code: 0, output: '' };
  const results = await reported(async (file) => {
    const env = { ...process.env, ...options.env, [reportVariable]: file };
    ended = await runTool('mocha', [...how, ...only, ...spec], { ...options, env });
    return ended.output;
  });
  if (!strict || ended.code === 0 || results.some(({ state }) => state === 'failed')) return results;
  return [...results, { state: 'failed', title: 'what the tests left behind', reason: ended.output }];
}

function oneResult(title: string, runs: readonly { readonly code: number; readonly output: string }[]): Result {
  const wrong = runs.filter(({ code }) => code !== 0);
  if (wrong.length === 0) return { state: 'passed', title, reason: null };
  return { state: 'failed', title, reason: wrong.map(({ output }) => output).join('\n') };
}
