import { randomInt } from 'node:crypto';
import { figures } from './figures.ts';
import { cycle, mustAddUp, play } from './rounds.ts';

/** `npm run renewal` plays as many as one likes, or a series that failed here. */
describe('eight windows and one account at a strict server', function () {
  this.timeout(300_000);

  it('a death at each point: nobody is signed out who need not be', async () => {
    const seed = randomInt(1, 2 ** 32);
    const begun = performance.now();
    const outcomes = await play({ rounds: cycle, fleets: 3, seed });
    const seconds = Math.round((performance.now() - begun) / 1_000);
    for (const line of [`seed ${seed}`, ...figures(outcomes, seconds)]) console.log(`      ${line}`);
    for (const outcome of outcomes) mustAddUp(outcome);
  });
});
