import assert from 'node:assert/strict';
import { Fleet, secretKey } from './fleet.ts';
import { type Named, plain, slow, special } from './scenarios.ts';

/** Set both to play others than usual, for example 500 rounds or a series that failed. */
const rounds = Number(process.env['MAESTRO_RENEWAL_ROUNDS'] ?? 30);
const seed = Number(process.env['MAESTRO_RENEWAL_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

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

/** Each special round once, in any order, among as many plain ones; a few rounds do without those that take long. */
function shuffled(random: () => number): Named[] {
  const rare = rounds < 100 ? special : [...special, ...slow];
  const keyed = [...rare, ...rare.map(() => pick(plain, random))].map((one) => ({ one, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}

describe('eight windows and one account at a strict server', function () {
  this.timeout(60_000 + rounds * 10_000);

  it(`${rounds} rounds with a death at each point: nobody is signed out who need not be`, async () => {
    console.log(`      seed ${seed}`);
    const random = chance(seed);
    const fleet = await Fleet.start();
    const begun = performance.now();
    try {
      for (let round = 0, queue: Named[] = []; round < rounds; round++) {
        if (queue.length === 0) queue = shuffled(random);
        const [name, play] = queue.shift() ?? pick(plain, random);
        fleet.played.set(name, (fleet.played.get(name) ?? 0) + 1);
        if (random() < 0.3) fleet.window(round).secrets.tell(pick([secretKey, 'another.extension'], random));
        await play(fleet, pick(fleet.windows, random)).catch((cause) => {
          throw new Error(`Round ${round + 1}, ${name}, seed ${seed}`, { cause });
        });
        await fleet.reopen();
      }
    } catch (error) {
      await fleet.end();
      throw error;
    }
    const { server, kills, prompts, lost, refused } = fleet;
    const left = await fleet.end();
    const seconds = Math.round((performance.now() - begun) / 1_000);
    console.log(
      `      ${rounds} rounds in ${seconds} s: ${server.asked} refreshes = ${server.rotations} rotations + ${refused} refused; ` +
        `${server.revoked} sessions revoked, ${lost} unavoidable; ${prompts} prompts; ${kills} windows killed; ${left.length} files left`,
    );
    for (const [name, times] of [...fleet.played].sort()) console.log(`        ${times} × ${name}`);
    assert.equal(server.asked, server.rotations + refused);
    assert.equal(server.revoked, lost);
    assert.equal(prompts, lost);
    assert.deepEqual(left, []);
  });
});
