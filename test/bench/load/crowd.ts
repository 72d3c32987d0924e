import { arrayAt, numberAt } from '../../../src/core/json.ts';
import { type AnswerServer, runProcess } from '../processes.ts';
import { crowdSize } from './crowdSize.ts';
import { PacedServer } from './pacedServer.ts';

/** How many turns at once fare; lower quartiles over the rounds. */
export interface Crowd {
  /** Processor time of the process from the question to the end of the answer, for one turn that has it to itself. */
  readonly aloneMs: number;
  /** The same for the first and the last of {@link crowdSize} turns that begin at once. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** From cancelling a turn to the end of its socket, for each of as many, of which the others go on. */
  readonly closedMs: readonly number[];
}

export const crowdDeltas = 5_000;
const pace = { text: () => 'again ', intervalMs: 10 } as const;

export async function measureCrowd(server: AnswerServer, rounds: number): Promise<Crowd> {
  await using paced = await PacedServer.start(pace);
  const args = [server.origin, String(crowdDeltas), String(rounds), paced.origin];
  const outcome = await runProcess('load/crowdRunner.ts', args);
  const [aloneMs = Number.NaN, firstMs = Number.NaN, lastMs = Number.NaN] = ['aloneMs', 'firstMs', 'lastMs'].map(
    (name) => numberAt(outcome, name) ?? Number.NaN,
  );
  const cancelledAtMs = arrayAt(outcome, 'cancelledAtMs').map(Number);
  if (paced.answers.length !== crowdSize) throw new Error(`${paced.answers.length} of ${crowdSize} turns were asked.`);
  const closedMs = paced.answers.map(async ({ question, closedAtMs }) => {
    return (await closedAtMs) - (cancelledAtMs[question] ?? Number.NaN);
  });
  return { aloneMs, firstMs, lastMs, closedMs: await Promise.all(closedMs) };
}
