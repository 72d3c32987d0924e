/** How thoroughly to measure. */
export interface Plan {
  readonly rounds: number;
  /** Whether the readers are measured that take longest, too. */
  readonly isFull: boolean;
  /** CPU time of one measurement, at least: a few answers of a fast reader, one of a slow. */
  readonly spendMs: number;
  /** CPU time before anything is measured, until the compiler has done its work. */
  readonly warmUpMs: number;
  /** How many processes make a first request. */
  readonly processes: number;
}

export const fullPlan: Plan = { rounds: 15, isFull: true, spendMs: 40, warmUpMs: 1_500, processes: 9 };
export const quickPlan: Plan = { rounds: 5, isFull: false, spendMs: 25, warmUpMs: 400, processes: 1 };

/**
 * Takes every measurement once a round, in turn, so that what else happens on the machine falls on all of them; each round
 * begins with another one. Returns the values of each, by round, in the order of the measurements.
 */
export async function measureInTurn(
  measurements: readonly (() => Promise<number>)[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const values = measurements.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < measurements.length; turn++) {
      const index = (round + turn) % measurements.length;
      const value = await measurements[index]?.();
      if (value !== undefined) values[index]?.push(value);
    }
  }
  return values;
}

/**
 * How many times the one takes what the other takes: the median of the rounds' own ratios. A machine that others share runs now
 * faster, now slower for seconds, by more than half: the two of one round are near each other in time, two quartiles are not.
 */
export function ratioByRounds(one: readonly number[], other: readonly number[]): number {
  return quantile(
    one.map((value, round) => value / (other[round] ?? Number.NaN)),
    0.5,
  );
}

/** What the one takes more than the other: the median of the rounds' own differences. */
export function differenceByRounds(one: readonly number[], other: readonly number[]): number {
  return quantile(
    one.map((value, round) => value - (other[round] ?? Number.NaN)),
    0.5,
  );
}

/** The value that a quarter of them keep below. Other programs only ever add to a time, at times to half of the rounds. */
export function lowerQuartile(values: readonly number[]): number {
  return quantile(values, 0.25);
}

/** The value that so great a part of them, from 0 to 1, keep below. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}
