import type { Journey } from '../../journeys/journey.ts';
import type { PacedServer } from '../load/pacedServer.ts';
import { seenIn } from './watchedPage.ts';

/** How an answer comes from the vendor to the eye, in ms. */
export interface Painting {
  /** From the click that sends the first question of a window until the vendor has it. */
  readonly askedMs: number;
  /** From the write on the server's socket until the text was painted, for each piece. */
  readonly paintedMs: readonly number[];
}

/** Asks in the panel for an answer of so many pieces. */
export async function measurePainting(journey: Journey, server: PacedServer, pieces: number): Promise<Painting> {
  const panel = await journey.openPanel();
  await panel.composer.fill('Question 1');
  await panel.send.click();
  await panel.answers.getByText(`w${pieces - 1}`).waitFor({ timeout: answerTimeoutMs });
  const { sentAtMs, paintedAtMs } = await seenIn(panel.composer);
  const answer = server.answers.find(({ question }) => question === 1);
  if (answer === undefined) throw new Error('The question did not arrive.');
  const { askedAtMs, writtenAtMs } = answer;
  const paintedMs = writtenAtMs.map((writtenMs, index) => (paintedAtMs[index] ?? Number.NaN) - writtenMs);
  return { askedMs: askedAtMs - (sentAtMs ?? Number.NaN), paintedMs };
}

const answerTimeoutMs = 120_000;
