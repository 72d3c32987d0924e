import { randomInt } from 'node:crypto';
import { figures } from '../unit/renewal/figures.ts';
import { mustAddUp, play } from '../unit/renewal/rounds.ts';
import { runTask, TaskError } from './steps/task.ts';

const usage = `npm run renewal -- [--rounds N] [--fleets N] [--seed N]

Plays rounds in which eight windows share an account of a server that forgives nothing and are killed in the midst of its
renewal, and fails if one ends otherwise than it should.
  --rounds  500 without it
  --fleets  how many times eight windows play side by side, each with an account of its own; 3 without it
  --seed    of the rounds; any without it`;

const options = { rounds: { type: 'string' }, fleets: { type: 'string' }, seed: { type: 'string' } } as const;

await runTask(usage, options, async (given) => {
  const number = (name: keyof typeof options, otherwise: number): number => {
    const text = given.text(name) ?? String(otherwise);
    if (/^[1-9]\d*$/.test(text)) return Number(text);
    throw new TaskError(`--${name} is a whole number above 0, not "${text}".`);
  };
  const seed = number('seed', randomInt(1, 2 ** 32));
  console.log(`seed ${seed}`);
  const begun = performance.now();
  const outcomes = await play({ rounds: number('rounds', 500), fleets: number('fleets', 3), seed });
  for (const line of figures(outcomes, Math.round((performance.now() - begun) / 1_000))) console.log(line);
  for (const outcome of outcomes) mustAddUp(outcome);
  return 0;
});
