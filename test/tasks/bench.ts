import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { measureGrowth } from '../bench/growth.ts';
import { measurePage } from '../bench/page/measurePage.ts';
import { pageSections } from '../bench/page/pageReport.ts';
import { pageTargets } from '../bench/page/pageTargets.ts';
import { fullPagePlan, quickPagePlan } from '../bench/page/plan.ts';
import { startServer } from '../bench/processes.ts';
import { type Protocol, protocolOf, protocols } from '../bench/protocols.ts';
import { readingSections, report } from '../bench/report.ts';
import { fullPlan, quickPlan } from '../bench/rounds.ts';
import { measureStreaming } from '../bench/streaming.ts';
import { isMet, type Measured, targetsOf } from '../bench/targets.ts';
import { peerVersions } from '../bench/versions.ts';
import { root } from './steps/paths.ts';
import { runTask, TaskError } from './steps/task.ts';

const page = 'page';

const usage = `npm run bench -- [--quick] [--only what,what] [--seed N] [--write]

Measures how Maestro and its peers read streamed answers, and how the chat page draws them in a browser; prints the results
as Markdown, and fails if a target is missed.
  --quick  fewer and shorter rounds: a rough picture
  --only   some of: ${[...protocols.map(({ name }) => name), page].join(', ')}
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
    measured.push({ protocol: protocol.name, speeds, growths: await measureGrowth(protocol, server, plan) });
  }
  if (chosen.hasPage) console.error(`${page} …`);
  const panel = chosen.hasPage ? await measurePage(seed, isQuick ? quickPagePlan : fullPagePlan) : null;
  const targets = [...measured.flatMap(targetsOf), ...(panel === null ? [] : pageTargets(panel))];
  const circumstances = [
    `Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} processors; ${await peerVersions()}.`,
    `Lower quartiles of ${plan.rounds} rounds, of fewer in the page; seed ${seed}. Times are this machine's: only ratios within one run say something.`,
  ];
  const reading = measured.length === 0 ? [] : readingSections(measured);
  const text = report(circumstances, [...reading, ...(panel === null ? [] : pageSections(panel))], targets);
  console.log(text);
  if (given.flag('write')) await writeFile(path.join(root, 'test/bench/RESULTS.md'), text);
  const missed = targets.filter((target) => !isMet(target));
  for (const { what, measured: value, atMost, unit } of missed) {
    console.error(`Missed: ${what}: ${value.toFixed(2)} ${unit}, at most ${atMost}.`);
  }
  return missed.length === 0 ? 0 : 1;
});

function readChoice(text: string | null): { readonly protocols: readonly Protocol[]; readonly hasPage: boolean } {
  if (text === null) return { protocols, hasPage: true };
  const names = text.split(',').map((name) => name.trim());
  const chosen = names
    .filter((name) => name !== page)
    .map((name) => {
      const protocol = protocolOf(name);
      if (protocol === null) throw new TaskError(`Nothing is measured of "${name}".`);
      return protocol;
    });
  return { protocols: chosen, hasPage: names.includes(page) };
}

function readSeed(text: string | null): number {
  if (text === null) return randomInt(2 ** 32);
  if (/^\d+$/.test(text)) return Number(text);
  throw new TaskError(`--seed is a whole number, not "${text}".`);
}
