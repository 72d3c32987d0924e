import type { AnswerServer } from './processes.ts';
import { type Contender, contenders, type Protocol } from './protocols.ts';
import { Reader } from './reader.ts';
import { lowerQuartile, measureInTurn, type Plan, ratioByRounds } from './rounds.ts';
import type { Workload } from './workload.ts';

/** Deltas of the answer whose reading is measured. */
export const longDeltas = 20_000;
const longAnswer: Workload = { kind: 'spoken', size: longDeltas };
/** The answer whose first token is waited for. */
const shortAnswer: Workload = { kind: 'spoken', size: 20 };

/** How one contender reads a long answer, and how soon it has the first piece of a short one on an open connection. */
export interface Speed {
  readonly contender: Contender;
  /** CPU time of each round, in ms. */
  readonly cpuMs: readonly number[];
  readonly firstMs: number;
}

/** How many times the CPU time of the other this one takes. */
export function cpuRatio(one: Speed | undefined, other: Speed | undefined): number {
  return ratioByRounds(one?.cpuMs ?? [], other?.cpuMs ?? []);
}

/** The CPU time of each round, and the lower quartile of the first pieces, for everybody who reads this protocol. */
export async function measureStreaming(
  protocol: Protocol,
  server: AnswerServer,
  { rounds, spendMs, warmUpMs }: Plan,
): Promise<readonly Speed[]> {
  await using started = new AsyncDisposableStack();
  const readers: Reader[] = [];
  for (const contender of contenders(protocol)) {
    readers.push(started.use(await Reader.start(contender, protocol, server)));
  }
  for (const reader of readers) await reader.read(longAnswer, warmUpMs);
  const cpuMs = await measureInTurn(
    readers.map((reader) => async () => (await reader.read(longAnswer, spendMs)).cpuMs),
    rounds,
  );
  const firstMs = await measureInTurn(
    readers.map((reader) => async () => lowerQuartile((await reader.read(shortAnswer, spendMs)).firstMs)),
    rounds,
  );
  return readers.map(({ contender }, index) => ({
    contender,
    cpuMs: cpuMs[index] ?? [],
    firstMs: lowerQuartile(firstMs[index] ?? []),
  }));
}
