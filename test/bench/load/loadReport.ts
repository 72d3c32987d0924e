import type { Sections } from '../report.ts';
import { quantile } from '../rounds.ts';
import { table } from '../table.ts';
import type { Target } from '../targets.ts';
import { type Crowd, crowdDeltas } from './crowd.ts';
import { crowdSize } from './crowdSize.ts';
import type { Hour } from './hour.ts';
import { liveKinds } from './live.ts';

/** What was measured of Maestro under load. */
export interface MeasuredLoad {
  readonly crowd: Crowd;
  readonly hour: Hour;
}

/** Work until a turn of a crowd is done, as a multiple of its share: as much as if all had come one after the other. */
const mostToShare = 1.5;
const longestCloseMs = 100;
/** By how much the heap may grow, in percent. */
const mostGrowth = 5;

export function loadSections({ crowd, hour }: MeasuredLoad): Sections {
  const { aloneMs, firstMs, lastMs, closedMs } = crowd;
  const { turns, deltas, before, after } = hour;
  return [
    [
      '# Many turns',
      '- A process of its own with accounts of four vendors, and everything of Maestro but VS Code; the server is another.',
    ],
    [
      `## ${crowdSize} turns at once`,
      `- Answers of ${crowdDeltas.toLocaleString('en')} deltas, as fast as they can be read. Processor time of the process until a turn is done; its share is as if all had come one after the other.`,
      `- Sockets: ${crowdSize} answers that arrive piece by piece are cancelled one after the other.`,
      table(
        ['alone, ms', 'share, ms', 'first done, ms', 'last done, ms', 'socket closed, median ms', 'worst ms'],
        [[aloneMs, aloneMs * crowdSize, firstMs, lastMs, quantile(closedMs, 0.5), Math.max(...closedMs)].map(whole)],
      ),
    ],
    [
      '## A long time of streaming',
      `- ${turns} turns with ${deltas.toLocaleString('en')} deltas, which 200 a second would take ${whole(deltas / 200 / 60)} minutes for; as fast as they can be read.`,
      '- In conversations that are kept on the disk and closed after 8 turns; idle sockets were closed before each count.',
      table(
        ['', 'heap MB', ...liveKinds],
        [
          ['before', (before.heap / 1e6).toFixed(2), ...liveKinds.map((kind) => String(before[kind]))],
          ['after', (after.heap / 1e6).toFixed(2), ...liveKinds.map((kind) => String(after[kind]))],
        ],
      ),
    ],
  ];
}

export function loadTargets({ crowd, hour }: MeasuredLoad): readonly Target[] {
  const share = crowd.aloneMs * crowdSize;
  const what = `${crowdSize} turns at once`;
  return [
    {
      what: `${what}: the last one done, to its share`,
      measured: crowd.lastMs / share,
      atMost: mostToShare,
      unit: 'times',
    },
    {
      what: `${what}: a cancelled one's socket closed`,
      measured: Math.max(...crowd.closedMs),
      atMost: longestCloseMs,
      unit: 'ms',
    },
    {
      what: 'a long time of streaming: heap grown',
      measured: (hour.after.heap / hour.before.heap - 1) * 100,
      atMost: mostGrowth,
      unit: '%',
    },
    ...liveKinds.map((kind) => ({
      what: `a long time of streaming: ${kind} left`,
      measured: hour.after[kind] - hour.before[kind],
      atMost: 0,
      unit: kind,
    })),
  ];
}

function whole(value: number): string {
  return value.toFixed(0);
}
