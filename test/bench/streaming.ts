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
  /** The lower quartile of each round, in ms. */
  readonly firstMs: readonly number[];
}

/** How many times the CPU time of the other this one takes. */
export function cpuRatio(one: Speed | undefined, other: Speed | undefined): number {
  return ratioByRounds(one?.cpuMs ?? [], other?.cpuMs ?? []);
}

/** The CPU times and the first pieces of each round, for those who read this protocol. */
export async function measureStreaming(
  protocol: Protocol,
  server: AnswerServer,
  { rounds, isFull, spendMs, warmUpMs }: Plan,
): Promise<readonly Speed[]> {
  await using started = new AsyncDisposableStack();
  const readers: Reader[] = [];
  for (const contender of contenders(protocol)) {
    if (contender.isSlow && !isFull) continue;
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
    firstMs: firstMs[index] ?? [],
  }));
}
