import assert from 'node:assert/strict';
import { Fleet, secretKey } from './fleet.ts';
import { type Named, plain, special } from './scenarios.ts';

/** Plain rounds among as many special ones as there are. */
const plainAmongSpecial = 4;
/** Rounds until each special one was played once. */
export const cycle = special.length + plainAmongSpecial;

export interface Play {
  readonly rounds: number;
  /** So many fleets, each with an account of its own at a server of its own, play side by side: a round is mostly waiting. */
  readonly fleets: number;
  /** The same seed plays the same rounds. */
  readonly seed: number;
}

/** What came of all rounds. */
export interface Outcome {
  readonly played: readonly string[];
  readonly refreshes: number;
  readonly rotations: number;
  /** Refreshes with which a window learned that its session had been revoked. */
  readonly refused: number;
  readonly revoked: number;
  /** Sessions that no client could have saved. */
  readonly lost: number;
  readonly prompts: number;
  readonly kills: number;
  readonly left: readonly string[];
}

/** Plays rounds of windows that share an account and die, and tells what came of it. Throws at the first that ends wrongly. */
export async function play({ rounds, fleets, seed }: Play): Promise<readonly Outcome[]> {
  const random = chance(seed);
  const series: Named[] = [];
  while (series.length < rounds) series.push(...shuffled(random));
  const dealt = Array.from({ length: fleets }, (_, fleet) =>
    series.slice(0, rounds).filter((__, index) => index % fleets === fleet),
  );
  const played = await Promise.allSettled(dealt.map((own, fleet) => playOne(own, chance(seed + fleet + 1))));
  return played.map((one) => {
    if (one.status === 'rejected') throw new Error(`Seed ${seed}`, { cause: one.reason });
    return one.value;
  });
}

/** Nothing was asked twice, nobody signed out who need not be, and no file is left. */
export function mustAddUp({ refreshes, rotations, refused, revoked, lost, prompts, left }: Outcome): void {
  assert.equal(refreshes, rotations + refused, 'each refresh is a rotation, or was refused');
  assert.equal(revoked, lost, 'no session is revoked that could be saved');
  assert.equal(prompts, lost, 'one question for each of them');
  assert.deepEqual(left, [], 'no file is left');
}

async function playOne(series: readonly Named[], random: () => number): Promise<Outcome> {
  const fleet = await Fleet.start();
  try {
    for (const [index, [name, scenario]] of series.entries()) {
      // VS Code tells of a change now and then where there was none.
      if (random() < 0.3) fleet.window(index).secrets.tell(pick([secretKey, 'another.extension'], random));
      await scenario(fleet, pick(fleet.windows, random)).catch((cause) => {
        throw new Error(`Round ${index + 1}, ${name}`, { cause });
      });
      await fleet.reopen();
    }
    const { server, kills, prompts, lost, refused } = fleet;
    const { asked: refreshes, rotations, revoked } = server;
    const played = series.map(([name]) => name);
    return { played, refreshes, rotations, refused, revoked, lost, prompts, kills, left: await fleet.left() };
  } finally {
    await fleet.close();
  }
}

function shuffled(random: () => number): readonly Named[] {
  const plainOnes = Array.from({ length: plainAmongSpecial }, () => pick(plain, random));
  const keyed = [...special, ...plainOnes].map((one) => ({ one, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function chance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  const picked = list[Math.floor(random() * list.length)];
  assert.ok(picked !== undefined);
  return picked;
}
