import type { FrameLocator } from 'playwright-core';
import type { Journey } from '../../journeys/journey.ts';
import { lowerQuartile } from '../rounds.ts';
import { seenIn } from './watchedPage.ts';

/** How long a view takes that is the first to be shown in its window, in ms; lower quartiles. */
export interface Opening {
  /** Until the field for questions is painted: from the click, what the clicking takes included, */
  readonly clickedMs: number;
  /** and from the beginning of the frame that VS Code makes for the page. */
  readonly framedMs: number;
}

/** Of Maestro, and of an extension whose page is nothing but a text field. */
export interface Openings {
  readonly maestro: Opening;
  readonly empty: Opening;
}

const views = {
  maestro: { tab: 'Maestro', extension: 'maestro-llm.maestro' },
  empty: { tab: 'Probe', extension: 'maestro-tests.probe-for-bench' },
} as const;
type View = keyof typeof views;

/** Opens each view in so many windows, one after the other. */
export async function measureOpening(journey: Journey, rounds: number): Promise<Openings> {
  const runs: Record<View, Opening[]> = { maestro: [], empty: [] };
  for (let round = 0; round < rounds; round++) {
    for (const view of ['empty', 'maestro'] as const) runs[view].push(await open(journey, view));
  }
  return { maestro: quartiles(runs.maestro), empty: quartiles(runs.empty) };
}

async function open({ workbench }: Journey, view: View): Promise<Opening> {
  const { page } = workbench;
  await page.getByRole('tab', { name: 'Explorer' }).first().click();
  await workbench.reloadWindow();
  const tab = page.getByRole('tab', { name: views[view].tab });
  await tab.waitFor();
  const clickedAtMs = Date.now();
  await tab.click();
  const frames: FrameLocator = page.frameLocator(`iframe.webview[src*="extensionId=${views[view].extension}"]`);
  const { beganAtMs, readyMs } = await seenIn(frames.frameLocator('iframe#active-frame').locator('textarea'));
  return { clickedMs: beganAtMs + readyMs - clickedAtMs, framedMs: readyMs };
}

function quartiles(runs: readonly Opening[]): Opening {
  return {
    clickedMs: lowerQuartile(runs.map(({ clickedMs }) => clickedMs)),
    framedMs: lowerQuartile(runs.map(({ framedMs }) => framedMs)),
  };
}
