import { type Growth, sizes } from './growth.ts';
import { floorName, maestroName, parserName } from './protocols.ts';
import { lowerQuartile } from './rounds.ts';
import { cpuRatio, longDeltas, type Speed } from './streaming.ts';
import { table } from './table.ts';
import { isMet, type Measured, type Target } from './targets.ts';
import type { Workload } from './workload.ts';

/** Sections of a report, each a heading and what is below it. */
export type Sections = readonly (readonly string[])[];

/** The results as Markdown. `circumstances` says where and how they were measured, one sentence each. */
export function report(circumstances: readonly string[], results: Sections, targets: readonly Target[]): string {
  const sections = [
    ['# Results', ...circumstances.map((sentence) => `- ${sentence}`)],
    ...results,
    ['# Targets', table(['target', 'measured', 'at most', ''], targets.map(targetRow))],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What was measured of the readers. */
export function readingSections(measured: readonly Measured[]): Sections {
  return [
    [
      '# Reading streamed answers',
      '- Every reader has a process of its own, which is warm; the server is another. CPU time is of all threads.',
      '- Times are lower quartiles, ratios and differences the medians of what each round gives: the machine itself runs faster and slower by turns.',
    ],
    ...measured.map(({ protocol, speeds }) => streamingSection(protocol, speeds)),
    ...(['spoken', 'tool-call'] as const).map((kind) => growthSection(kind, measured)),
    [
      '## First token of the first request of a process, ms',
      table(
        ['protocol', floorName, maestroName],
        measured.map(({ protocol, cold }) => [
          protocol,
          lowerQuartile(cold.floorMs).toFixed(1),
          lowerQuartile(cold.ownMs).toFixed(1),
        ]),
      ),
    ],
  ];
}

function streamingSection(protocol: string, speeds: readonly Speed[]): readonly string[] {
  const speedOf = (wanted: string): Speed | undefined => speeds.find(({ contender }) => contender.name === wanted);
  const [floor, parser] = [speedOf(floorName), speedOf(parserName)];
  const rows = speeds.map((speed) => [
    speed.contender.name,
    lowerQuartile(speed.cpuMs).toFixed(1),
    cpuRatio(speed, floor).toFixed(1),
    cpuRatio(speed, parser).toFixed(2),
    lowerQuartile(speed.firstMs).toFixed(2),
  ]);
  const head = [
    'reader',
    `CPU ms, ${longDeltas.toLocaleString('en')} deltas`,
    'to the floor',
    'to the parser',
    'first token, ms',
  ];
  return [`## ${protocol}`, table(head, rows)];
}

function growthSection(kind: Workload['kind'], measured: readonly Measured[]): readonly string[] {
  const title =
    kind === 'spoken' ? 'µs for each delta of an answer' : "µs for each fragment of a tool call's arguments";
  const head = [
    'protocol',
    'reader',
    ...sizes[kind].map((size) => size.toLocaleString('en')),
    'last to first',
    'heap grew, MB',
  ];
  const rows = measured.flatMap(({ protocol, growths }) =>
    growths.filter((growth) => growth.kind === kind).map((growth) => [protocol, ...growthRow(growth)]),
  );
  return [`## ${title}`, table(head, rows)];
}

function growthRow(growth: Growth): readonly string[] {
  const numbers = [...growth.costsUs, growth.costRatio, growth.heapBytes / 1e6];
  return [growth.name, ...numbers.map((number) => number.toFixed(2))];
}

function targetRow(target: Target): readonly string[] {
  const { what, measured, atMost, unit } = target;
  return [what, `${measured.toFixed(2)} ${unit}`, `${atMost} ${unit}`, isMet(target) ? 'met' : '**missed**'];
}
