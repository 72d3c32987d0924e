import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { measureGrowth } from '../bench/growth.ts';
import { fullHostPlan, measureHost, quickHostPlan } from '../bench/host/host.ts';
import { hostSections, hostTargets } from '../bench/host/hostReport.ts';
import { loadSections, loadTargets } from '../bench/load/loadReport.ts';
import { fullLoadPlan, measureLoad, quickLoadPlan } from '../bench/load/measureLoad.ts';
import { measurePage } from '../bench/page/measurePage.ts';
import { pageSections } from '../bench/page/pageReport.ts';
import { pageTargets } from '../bench/page/pageTargets.ts';
import { fullPagePlan, quickPagePlan } from '../bench/page/plan.ts';
import { type AnswerServer, startServer } from '../bench/processes.ts';
import { type Protocol, protocolOf, protocols } from '../bench/protocols.ts';
import { readingSections, report, type Sections } from '../bench/report.ts';
import { fullPlan, quickPlan } from '../bench/rounds.ts';
import { measureSize, sizeSections, sizeTargets } from '../bench/size.ts';
import { measureStreaming } from '../bench/streaming.ts';
import { isMet, type Measured, type Target, targetsOf } from '../bench/targets.ts';
import { peerVersions } from '../bench/versions.ts';
import { pack, testPackage } from './steps/pack.ts';
import { root } from './steps/paths.ts';
import { runTask, TaskError } from './steps/task.ts';

/** What is measured beside the protocols. */
const others = ['page', 'load', 'size', 'host'] as const;
type Other = (typeof others)[number];

const usage = `npm run bench -- [--quick] [--only what,what] [--seed N] [--write]

Measures how Maestro and its peers read streamed answers, how the chat page draws them in a browser, how many turns fare, the
size of the package, and what the package does in VS Code; prints the results as Markdown, and fails if a target is missed.
  --quick  fewer and shorter rounds: a rough picture
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
    measured.push({ protocol: protocol.name, speeds, growths: await measureGrowth(protocol, server, plan) });
  }
  const sections: Sections[number][] = measured.length === 0 ? [] : [...readingSections(measured)];
  const targets = measured.flatMap(targetsOf);
  for (const name of chosen.others) {
    console.error(`${name} …`);
    const other = await measureOther(name, { server, isQuick });
    sections.push(...other.sections);
    targets.push(...other.targets);
  }
  const circumstances = [
    `Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} processors; ${await peerVersions()}.`,
    `Lower quartiles of ${plan.rounds} rounds, of fewer in the page; seed ${seed}. Times are this machine's: only ratios within one run say something.`,
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

interface Circumstances {
  readonly server: AnswerServer;
  readonly isQuick: boolean;
}

interface MeasuredOther {
  readonly sections: Sections;
  readonly targets: readonly Target[];
}

async function measureOther(name: Other, { server, isQuick }: Circumstances): Promise<MeasuredOther> {
  switch (name) {
    case 'page': {
      const panel = await measurePage(server.seed, isQuick ? quickPagePlan : fullPagePlan);
      return { sections: pageSections(panel), targets: pageTargets(panel) };
    }
    case 'load': {
      const load = await measureLoad(server, isQuick ? quickLoadPlan : fullLoadPlan);
      return { sections: loadSections(load), targets: loadTargets(load) };
    }
    case 'size': {
      await pack(testPackage, { tests: false }, () => undefined);
      const files = await measureSize();
      return { sections: sizeSections(files), targets: sizeTargets(files) };
    }
    case 'host': {
      await pack(testPackage, { tests: false }, () => undefined);
      const host = await measureHost(isQuick ? quickHostPlan : fullHostPlan, (line) => console.error(`  ${line}`));
      return { sections: hostSections(host), targets: hostTargets(host) };
    }
    default:
      return name satisfies never;
  }
}

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

function isOther(name: string): name is Other {
  return others.some((other) => other === name);
}

function readSeed(text: string | null): number {
  if (text === null) return randomInt(2 ** 32);
  if (/^\d+$/.test(text)) return Number(text);
  throw new TaskError(`--seed is a whole number, not "${text}".`);
}
