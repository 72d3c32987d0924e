/** How thoroughly to measure the page. */
export interface PagePlan {
  readonly rounds: number;
  /** Deltas a second: with more of them at a time there are fewer frames, and ratios say less. */
  readonly perSecond: number;
  /** Whether answers of 240 KB and the contender that draws everything every time are measured too. */
  readonly isFull: boolean;
}

export const fullPagePlan: PagePlan = { rounds: 3, perSecond: 500, isFull: true };
export const quickPagePlan: PagePlan = { rounds: 1, perSecond: 1_000, isFull: false };
