import { lowerQuartile } from '../rounds.ts';
import { inPieces, lastWords, markdownAnswer } from './answer.ts';
import type { Contender, PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';

/** How one contender draws an answer while it arrives; lower quartiles over the rounds. */
export interface Drawing {
  readonly contender: Contender;
  /** Characters of the answer. */
  readonly length: number;
  readonly workedMs: number;
  /** What the last three tenths cost, as a multiple of the three after the first, with which comes what is done once. */
  readonly growth: number;
  /** The longest gap between two frames, in ms. */
  readonly worstGapMs: number;
  readonly gapsOver50: number;
}

type Run = Omit<Drawing, 'contender' | 'length'>;

const parts = 10;
/** Of the answer that the targets are about. */
export const usualLength = 60_000;
/** Longer answers come faster, so that they take no longer. */
const lengths = [usualLength, 240_000];

export async function measureDrawing(bench: PageBench, seed: number, plan: PagePlan): Promise<readonly Drawing[]> {
  const contenders: readonly Contender[] = plan.isFull
    ? ['floor', 'pushParser', 'wholeText', 'Maestro']
    : ['floor', 'Maestro'];
  const drawings: Drawing[] = [];
  for (const length of plan.isFull ? lengths : [usualLength]) {
    const pieces = inPieces(markdownAnswer(length, seed), seed);
    const perSecond = (plan.perSecond * length) / usualLength;
    const runs = new Map<Contender, Run[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round < plan.rounds; round++) {
      for (const contender of contenders) runs.get(contender)?.push(await draw(bench, contender, pieces, perSecond));
    }
    for (const [contender, all] of runs) drawings.push({ contender, length, ...quartiles(all) });
  }
  return drawings;
}

async function draw(
  bench: PageBench,
  contender: Contender,
  pieces: readonly string[],
  perSecond: number,
): Promise<Run> {
  await using page = await bench.open(contender);
  await page.begin(true);
  const costsMs: number[] = [];
  const gapsMs: number[] = [];
  for (let part = 0; part < parts; part++) {
    const [from, end] = [part, part + 1].map((count) => Math.floor((count * pieces.length) / parts));
    const before = await page.workedMs();
    gapsMs.push(...(await page.stream(pieces.slice(from, end), perSecond)));
    if (end === pieces.length) await page.shows(lastWords);
    costsMs.push((await page.workedMs()) - before);
  }
  return {
    workedMs: sumOf(costsMs),
    growth: sumOf(costsMs.slice(-3)) / sumOf(costsMs.slice(1, 4)),
    worstGapMs: Math.round(Math.max(...gapsMs)),
    gapsOver50: gapsMs.filter((gap) => Math.round(gap) > 50).length,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function quartiles(runs: readonly Run[]): Run {
  return {
    workedMs: lowerQuartile(runs.map((run) => run.workedMs)),
    growth: lowerQuartile(runs.map((run) => run.growth)),
    worstGapMs: lowerQuartile(runs.map((run) => run.worstGapMs)),
    gapsOver50: lowerQuartile(runs.map((run) => run.gapsOver50)),
  };
}
