import type { Cold } from './cold.ts';
import { type Growth, sizes } from './growth.ts';
import { floorName, maestroName } from './protocols.ts';
import { differenceByRounds } from './rounds.ts';
import { cpuRatio, type Speed } from './streaming.ts';

/** What was measured of one protocol. */
export interface Measured {
  readonly protocol: string;
  readonly speeds: readonly Speed[];
  readonly cold: Cold;
  readonly growths: readonly Growth[];
}

/** Something that Maestro has to reach, and what it reaches. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
  readonly unit: 'times' | 'ms' | '%' | 'MB' | 'kB' | 'messages' | 'sockets' | 'timers' | 'signals' | 'files';
}

/** Time that Maestro may add before the first token, and before that of the first request of a process. */
const firstTokenMs = { warm: 0.5, cold: 15 };
/** How much dearer a delta of the longest answer may be than one of the shortest. */
const dearer = 1.3;
/** By how much the heap may grow while an answer of 100,000 deltas is read: not with its length. */
const heapMb = 1;

export function targetsOf({ protocol, speeds, cold, growths }: Measured): readonly Target[] {
  const own = speeds.find(({ contender }) => contender.name === maestroName);
  const floor = speeds.find(({ contender }) => contender.name === floorName);
  if (own === undefined || floor === undefined) throw new Error(`${protocol}: Maestro or the floor was not measured.`);
  const targets: Target[] = [];
  for (const speed of speeds) {
    const { name, atMost } = speed.contender;
    if (atMost === null) continue;
    const what = `${protocol}: CPU time of reading, to ${name}`;
    targets.push({ what, measured: cpuRatio(own, speed), atMost, unit: 'times' });
  }
  for (const growth of growths.filter(({ name }) => name === maestroName)) {
    const [what, measured] = [`${protocol}: ${describe(growth)}`, growth.costRatio];
    targets.push({ what: `${what}, cost of a delta`, measured, atMost: dearer, unit: 'times' });
    if (growth.kind === 'tool-call') continue;
    targets.push({ what: `${what}, heap`, measured: growth.heapBytes / 1e6, atMost: heapMb, unit: 'MB' });
  }
  const what = `${protocol}: first token, added to the floor`;
  return [
    ...targets,
    { what, measured: differenceByRounds(own.firstMs, floor.firstMs), atMost: firstTokenMs.warm, unit: 'ms' },
    {
      what: `${what}, in a new process`,
      measured: differenceByRounds(cold.ownMs, cold.floorMs),
      atMost: firstTokenMs.cold,
      unit: 'ms',
    },
  ];
}

export function isMet({ measured, atMost }: Target): boolean {
  return measured <= atMost;
}

function describe({ kind }: Growth): string {
  const [least, most] = [sizes[kind][0], sizes[kind].at(-1)].map((size) => size?.toLocaleString('en'));
  return kind === 'spoken' ? `answers of ${least} to ${most} deltas` : `tool calls of ${least} to ${most} fragments`;
}
