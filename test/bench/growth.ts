import type { AnswerServer } from './processes.ts';
import { contenders, maestroName, type Protocol, parserName } from './protocols.ts';
import { Reader } from './reader.ts';
import { lowerQuartile, measureInTurn, type Plan, ratioByRounds } from './rounds.ts';
import type { Workload } from './workload.ts';

/** How the cost of a delta changes with the length of the answer. */
export interface Growth {
  readonly name: string;
  readonly kind: Workload['kind'];
  /** CPU time for each delta, in µs, for each of {@link sizes}. */
  readonly costsUs: readonly number[];
  /** What a delta costs in the longest answer, as a multiple of what it costs in the shortest. */
  readonly costRatio: number;
  /** Bytes by which the heap grew while the longest answer was read. */
  readonly heapBytes: number;
}

/** Deltas of an answer, fragments of a tool call's arguments. */
export const sizes: Readonly<Record<Workload['kind'], readonly number[]>> = {
  spoken: [1_000, 10_000, 100_000],
  'tool-call': [1_000, 4_000, 16_000],
};

/** For Maestro and the parser; the costs are lower quartiles over the rounds. */
export async function measureGrowth(protocol: Protocol, server: AnswerServer, plan: Plan): Promise<readonly Growth[]> {
  await using started = new AsyncDisposableStack();
  const readers: Reader[] = [];
  for (const contender of contenders(protocol)) {
    if (contender.name !== maestroName && contender.name !== parserName) continue;
    readers.push(started.use(await Reader.start(contender, protocol, server)));
  }
  const spoken = await growthOf('spoken', readers, plan);
  return protocol.hasFragments ? [...spoken, ...(await growthOf('tool-call', readers, plan))] : spoken;
}

async function growthOf(
  kind: Workload['kind'],
  readers: readonly Reader[],
  { rounds, spendMs, warmUpMs }: Plan,
): Promise<readonly Growth[]> {
  const longest: Workload = { kind, size: Math.max(...sizes[kind]) };
  for (const reader of readers) await reader.read(longest, warmUpMs);
  const measurements = readers.flatMap((reader) =>
    sizes[kind].map((size) => async () => ((await reader.read({ kind, size }, spendMs)).cpuMs * 1_000) / size),
  );
  const costsUs = await measureInTurn(measurements, rounds);
  const growths: Growth[] = [];
  for (const [index, reader] of readers.entries()) {
    const own = costsUs.slice(index * sizes[kind].length, (index + 1) * sizes[kind].length);
    growths.push({
      name: reader.contender.name,
      kind,
      costsUs: own.map(lowerQuartile),
      costRatio: ratioByRounds(own.at(-1) ?? [], own[0] ?? []),
      heapBytes: await reader.heapGrowth(longest),
    });
  }
  return growths;
}
