import { lowerQuartile } from '../rounds.ts';
import type { PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';

/** How long the page's script takes until it is ready, from the start of loading, in ms; lower quartile. */
export async function measureStart(bench: PageBench, { rounds }: PagePlan): Promise<number> {
  const readyMs: number[] = [];
  for (let round = 0; round < 2 * rounds; round++) {
    await using page = await bench.open('Maestro');
    readyMs.push(await page.readyMs());
  }
  return lowerQuartile(readyMs);
}
