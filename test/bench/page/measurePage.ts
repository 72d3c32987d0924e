import { type Chat, measureChats } from './chats.ts';
import { type Drawing, measureDrawing } from './drawing.ts';
import { type Flood, measureFlood } from './flood.ts';
import { PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';
import { measureStart } from './start.ts';

/** What was measured of the page. */
export interface MeasuredPanel {
  readonly browser: string;
  readonly drawings: readonly Drawing[];
  readonly chats: readonly Chat[];
  readonly flood: Flood;
  /** Until its script has run, in ms. */
  readonly readyMs: number;
}

export async function measurePage(seed: number, plan: PagePlan): Promise<MeasuredPanel> {
  await using bench = await PageBench.start();
  return {
    browser: bench.browser,
    drawings: await measureDrawing(bench, seed, plan),
    chats: await measureChats(bench, seed, plan),
    flood: await measureFlood(bench, seed, plan),
    readyMs: await measureStart(bench, plan),
  };
}
