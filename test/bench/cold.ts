import type { AnswerServer } from './processes.ts';
import { contenders, floorName, maestroName, type Protocol } from './protocols.ts';
import { Reader } from './reader.ts';
import { measureInTurn } from './rounds.ts';
import type { Workload } from './workload.ts';

/** How soon the first request of a process has the first piece of its answer, in ms, by round. */
export interface Cold {
  readonly floorMs: readonly number[];
  readonly ownMs: readonly number[];
}

const shortAnswer: Workload = { kind: 'spoken', size: 20 };

/** Starts a process for each reading; what it reads with is loaded before. */
export async function measureCold(protocol: Protocol, server: AnswerServer, processes: number): Promise<Cold> {
  const firstMs = async (name: string): Promise<number> => {
    const values: number[] = [];
    for (const contender of contenders(protocol)) {
      if (contender.name !== name) continue;
      await using reader = await Reader.start(contender, protocol, server);
      values.push(...(await reader.read(shortAnswer, 0)).firstMs);
    }
    return values[0] ?? Number.NaN;
  };
  const [floorMs = [], ownMs = []] = await measureInTurn(
    [floorName, maestroName].map((name) => () => firstMs(name)),
    processes,
  );
  return { floorMs, ownMs };
}
