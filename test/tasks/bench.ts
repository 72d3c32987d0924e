import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { measureCold } from '../bench/cold.ts';
import { measureGrowth } from '../bench/growth.ts';
import { isOther, measureOther, type Other, others } from '../bench/others.ts';
import { startServer } from '../bench/processes.ts';
import { type Protocol, protocolOf, protocols } from '../bench/protocols.ts';
import { readingSections, report, type Sections } from '../bench/report.ts';
import { fullPlan, quickPlan } from '../bench/rounds.ts';
import { measureStreaming } from '../bench/streaming.ts';
import { isMet, type Measured, targetsOf } from '../bench/targets.ts';
import { peerVersions } from '../bench/versions.ts';
import { root } from './steps/paths.ts';
import { runTask, TaskError } from './steps/task.ts';

const usage = `npm run bench -- [--quick] [--only what,what] [--seed N] [--write]

Measures how Maestro and its peers read streamed answers, how the chat page draws them in a browser, how many turns fare, the
size of the package, and what the package does in VS Code; prints the results as Markdown, and fails if a target is missed.
  --quick  fewer and shorter rounds, without the slowest peers: a rough picture
  --only   some of: ${[...protocols.map(({ name }) => name), ...others].join(', ')}
  --seed   of the answers and of the places where they are cut; any without it
  --write  the results into test/bench/RESULTS.md as well`;

const options = {
  quick: { type: 'boolean' },
  only: { type: 'string' },
  seed: { type: 'string' },
  write: { type: 'boolean' },
} as const;

await runTask(usage, options, async (given) => {
  const chosen = readChoice(given.text('only'));
  const seed = readSeed(given.text('seed'));
  const isQuick = given.flag('quick');
  const plan = isQuick ? quickPlan : fullPlan;
  await using server = await startServer(seed);
  const measured: Measured[] = [];
  for (const protocol of chosen.protocols) {
    console.error(`${protocol.name} …`);
    const speeds = await measureStreaming(protocol, server, plan);
    const cold = await measureCold(protocol, server, plan.processes);
    measured.push({ protocol: protocol.name, speeds, cold, growths: await measureGrowth(protocol, server, plan) });
  }
  const sections: Sections[number][] = measured.length === 0 ? [] : [...readingSections(measured)];
  const targets = measured.flatMap(targetsOf);
  for (const name of chosen.others) {
    console.error(`${name} …`);
    const other = await measureOther(name, server, isQuick);
    sections.push(...other.sections);
    targets.push(...other.targets);
  }
  const circumstances = [
    `Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} processors; ${await peerVersions()}.`,
    `A ${isQuick ? 'quick' : 'full'} run with seed ${seed}: ${plan.rounds} rounds, fewer in the page. Times are this machine's: only ratios within one run say something.`,
    'Times are lower quartiles, because other programs only ever add to them.',
  ];
  const text = report(circumstances, sections, targets);
  console.log(text);
  if (given.flag('write')) await writeFile(path.join(root, 'test/bench/RESULTS.md'), text);
  const missed = targets.filter((target) => !isMet(target));
  for (const { what, measured: value, atMost, unit } of missed) {
    console.error(`Missed: ${what}: ${value.toFixed(2)} ${unit}, at most ${atMost}.`);
  }
  return missed.length === 0 ? 0 : 1;
});

function readChoice(text: string | null): {
  readonly protocols: readonly Protocol[];
  readonly others: readonly Other[];
} {
  if (text === null) return { protocols, others };
  const names = text.split(',').map((name) => name.trim());
  const chosen = names
    .filter((name) => !isOther(name))
    .map((name) => {
      const protocol = protocolOf(name);
      if (protocol === null) throw new TaskError(`Nothing is measured of "${name}".`);
      return protocol;
    });
  return { protocols: chosen, others: others.filter((name) => names.includes(name)) };
}

function readSeed(text: string | null): number {
  if (text === null) return randomInt(2 ** 32);
  if (/^\d+$/.test(text)) return Number(text);
  throw new TaskError(`--seed is a whole number, not "${text}".`);
}
