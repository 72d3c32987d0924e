import { arrayAt, numberAt, stringAt } from '../../src/core/json.ts';

/** What a runner is asked to do: to read the answer at a base URL, once and then again until it has used so much CPU time. */
export interface Job {
  readonly baseUrl: string;
  readonly spendMs: number;
  /** How much the client will count, if the heap is to be watched meanwhile; that costs time. */
  readonly watchedAmount: number | null;
}

export interface Outcome {
  /** What the client counted in the last answer. */
  readonly amount: number;
  /** CPU time of the whole process, every thread of it, for one answer. */
  readonly cpuMs: number;
  /** From the request to the first piece, for each answer. */
  readonly firstMs: readonly number[];
  /** Bytes by which the heap grew between the first tenth and the end of an answer; 0 where it was not watched. */
  readonly heapGrowth: number;
}

/** A job as it came from the other process. */
export function readJob(message: unknown): Job {
  const [baseUrl, spendMs] = [stringAt(message, 'baseUrl'), numberAt(message, 'spendMs')];
  if (baseUrl === null || spendMs === null) throw new Error('This is no job.');
  return { baseUrl, spendMs, watchedAmount: numberAt(message, 'watchedAmount') };
}

/** An outcome as it came from the other process. Throws what went wrong there instead. */
export function readOutcome(message: unknown): Outcome {
  const error = stringAt(message, 'error');
  if (error !== null) throw new Error(error);
  return {
    amount: numberAt(message, 'amount') ?? Number.NaN,
    cpuMs: numberAt(message, 'cpuMs') ?? Number.NaN,
    firstMs: arrayAt(message, 'firstMs').map(Number),
    heapGrowth: numberAt(message, 'heapGrowth') ?? Number.NaN,
  };
}
