import { lowerQuartile } from '../rounds.ts';
import { lastWords, markdownAnswer } from './answer.ts';
import type { PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';

/** An answer of 8 MB, the longest that there is, that arrives with 1 MB a second (faults WV-41, WV-50). */
export interface Flood {
  readonly workedMs: number;
  readonly worstGapMs: number;
  readonly heapBytes: number;
}

const length = 8_000_000;
const pieceLength = 16_000;
const perSecond = 1_000_000 / pieceLength;

export async function measureFlood(bench: PageBench, seed: number, { isFull }: PagePlan): Promise<Flood> {
  const text = markdownAnswer(length, seed);
  const pieces = Array.from({ length: Math.ceil(text.length / pieceLength) }, (_, index) =>
    text.slice(index * pieceLength, (index + 1) * pieceLength),
  ).concat(`\n\n${lastWords}`);
  const runs: Flood[] = [];
  for (let round = 0; round < (isFull ? 2 : 1); round++) {
    await using page = await bench.open('Maestro');
    await page.begin(true);
    const before = await page.workedMs();
    const gapsMs = await page.stream(pieces, perSecond);
    await page.shows(lastWords);
    const workedMs = (await page.workedMs()) - before;
    runs.push({ workedMs, worstGapMs: Math.max(...gapsMs), heapBytes: await page.heapBytes() });
  }
  return {
    workedMs: lowerQuartile(runs.map((run) => run.workedMs)),
    worstGapMs: lowerQuartile(runs.map((run) => run.worstGapMs)),
    heapBytes: lowerQuartile(runs.map((run) => run.heapBytes)),
  };
}
