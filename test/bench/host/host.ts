import { Journey } from '../../journeys/journey.ts';
import { testPackage } from '../../tasks/steps/pack.ts';
import type { Say } from '../../tasks/steps/say.ts';
import { PacedServer } from '../load/pacedServer.ts';
import { type Activation, probeExtension, readActivations } from './activation.ts';
import { signInFive } from './fiveAccounts.ts';
import { measureOpening, type Openings } from './opening.ts';
import { measurePainting, type Painting } from './painting.ts';
import { watcher } from './watchedPage.ts';

/** How thoroughly to measure in VS Code. */
export interface HostPlan {
  /** Windows in which Maestro's page is opened, and as many for the empty page. */
  readonly rounds: number;
  /** Pieces of the answer that is streamed. */
  readonly pieces: number;
}

export const fullHostPlan: HostPlan = { rounds: 5, pieces: 500 };
export const quickHostPlan: HostPlan = { rounds: 1, pieces: 200 };

/** What was measured of the packaged extension in VS Code in a browser, with five accounts. */
export interface MeasuredHost {
  readonly activation: Activation;
  readonly openings: Openings;
  readonly painting: Painting;
}

export async function measureHost({ rounds, pieces }: HostPlan, say: Say): Promise<MeasuredHost> {
  const text = (index: number): string | null => (index < pieces ? `w${index} ` : null);
  await using server = await PacedServer.start({ text, intervalMs: 41 });
  await using journey = await Journey.start({ vsix: testPackage, name: 'bench', others: [probeExtension], say });
  await signInFive(journey, `${server.origin}/v1`);
  say('Five accounts are signed in.');
  await journey.context.addInitScript({ path: watcher });
  const openings = await measureOpening(journey, rounds);
  const activation = await readActivations(journey.web.profile);
  say('Windows were opened.');
  return { activation, openings, painting: await measurePainting(journey, server, pieces) };
}
