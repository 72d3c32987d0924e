import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { measureGrowth } from '../bench/growth.ts';
import { startServer } from '../bench/processes.ts';
import { type Protocol, protocolOf, protocols } from '../bench/protocols.ts';
import { report } from '../bench/report.ts';
import { fullPlan, quickPlan } from '../bench/rounds.ts';
import { measureStreaming } from '../bench/streaming.ts';
import { isMet, type Measured, targetsOf } from '../bench/targets.ts';
import { peerVersions } from '../bench/versions.ts';
import { root } from './steps/paths.ts';
import { runTask, TaskError } from './steps/task.ts';

const usage = `npm run bench -- [--quick] [--only protocol,protocol] [--seed N] [--write]

Measures how Maestro and its peers read streamed answers, prints the results as Markdown, and fails if a target is missed.
  --quick  fewer and shorter rounds: a rough picture
  --only   some of: ${protocols.map(({ name }) => name).join(', ')}
  --seed   of the answers and of the places where they are cut; any without it
  --write  the results into test/bench/RESULTS.md as well`;

const options = {
  quick: { type: 'boolean' },
  only: { type: 'string' },
  seed: { type: 'string' },
  write: { type: 'boolean' },
} as const;

await runTask(usage, options, async (given) => {
  const chosen = readProtocols(given.text('only'));
  const seed = readSeed(given.text('seed'));
  const plan = given.flag('quick') ? quickPlan : fullPlan;
  await using server = await startServer(seed);
  const measured: Measured[] = [];
  for (const protocol of chosen) {
    console.error(`${protocol.name} …`);
    const speeds = await measureStreaming(protocol, server, plan);
    measured.push({ protocol: protocol.name, speeds, growths: await measureGrowth(protocol, server, plan) });
  }
  const targets = measured.flatMap(targetsOf);
  const circumstances = [
    `Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} processors; ${await peerVersions()}.`,
    `Lower quartiles of ${plan.rounds} rounds; seed ${seed}. Times are this machine's: only ratios within one run say something.`,
    'Every reader has a process of its own, which is warm; the server is another. CPU time is of all threads.',
  ];
  const text = report(circumstances, measured, targets);
  console.log(text);
  if (given.flag('write')) await writeFile(path.join(root, 'test/bench/RESULTS.md'), text);
  const missed = targets.filter((target) => !isMet(target));
  for (const { what, measured: value, atMost, unit } of missed) {
    console.error(`Missed: ${what}: ${value.toFixed(2)} ${unit}, at most ${atMost}.`);
  }
  return missed.length === 0 ? 0 : 1;
});

function readProtocols(text: string | null): readonly Protocol[] {
  if (text === null) return protocols;
  return text.split(',').map((name) => {
    const protocol = protocolOf(name.trim());
    if (protocol === null) throw new TaskError(`Nothing is measured of a protocol "${name.trim()}".`);
    return protocol;
  });
}

function readSeed(text: string | null): number {
  if (text === null) return randomInt(2 ** 32);
  if (/^\d+$/.test(text)) return Number(text);
  throw new TaskError(`--seed is a whole number, not "${text}".`);
}
