import assert from 'node:assert/strict';
import {
  answerLost,
  diesAt,
  diesBeforeAnswer,
  diesBeforeStoring,
  endingMs,
  powerFails,
  type Scenario,
  windowDies,
} from './deaths.ts';
import { secretKey } from './fleet.ts';

const dayMs = 24 * 3_600_000;
/** So long before it that nobody thinks of renewing it. */
const goodMs = 40 * 60_000;

/** All windows at once, shortly before or after the end of the access token. */
function atOnce(beforeEndMs: number): Scenario {
  return async (fleet) => {
    await fleet.clockTo(beforeEndMs);
    await fleet.mustWork(await fleet.ask(fleet.windows));
  };
}

/** The server takes the access token no more, long before its end, and all windows hear of it at once. */
const refusedEverywhere: Scenario = async (fleet) => {
  await fleet.clockTo(goodMs);
  await fleet.mustWork(await fleet.ask(fleet.windows, 'refuse'));
};

/** The computer sleeps in the middle of a request, so long that another window takes the lock over. */
const sleeps: Scenario = async (fleet, chosen) => {
  await fleet.clockTo(endingMs);
  const { promise: awake, resolve: wakeUp } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  fleet.server.plan = {
    before: async () => {
      arrive();
      await awake;
      return false;
    },
  };
  const asked = chosen.ask();
  await arrived;
  chosen.sleep();
  const answers = await fleet.ask(fleet.others(chosen));
  wakeUp();
  chosen.wake();
  await fleet.mustWork([...answers, await asked]);
};

/** One window signs out while another renews: nobody gets the account back. */
const signsOut: Scenario = async (fleet, chosen) => {
  await fleet.clockTo(0);
  const leaver = fleet.others(chosen)[0];
  assert.ok(leaver !== undefined);
  let left: Promise<unknown> = Promise.resolve();
  fleet.server.plan = {
    after: async () => {
      left = leaver.signOut();
      await leaver.knows(null);
      return true;
    },
  };
  assert.equal((await chosen.ask()).code, 'secret-missing');
  await left;
  await fleet.heard(null);
  assert.equal(fleet.storage.values.size, 0);
  await fleet.signIn(leaver);
};

/** The keyring is another one, and the secret gone: a lost sign-in in every window, and a new one heals it. */
const keyringChanges: Scenario = async (fleet, chosen) => {
  fleet.storage.undecryptable.add(secretKey);
  await fleet.clockTo(0);
  const answers = await fleet.ask(fleet.windows);
  assert.deepEqual(new Set(answers.map(({ code }) => code)), new Set(['secret-missing']));
  fleet.storage.undecryptable.clear();
  await fleet.heard(null);
  await fleet.signIn(chosen);
};

/** The computer's clock is set to another day, and back: one renewal each time that a window must think it due, and no loop. */
function clockJumps(byMs: number): Scenario {
  return async (fleet) => {
    await fleet.clockTo(goodMs);
    await fleet.shiftClocks(byMs);
    await fleet.mustWork(await fleet.ask(fleet.windows, byMs < 0 ? 'refuse' : 'ask'));
    await fleet.shiftClocks(-byMs);
    await fleet.mustWork(await fleet.ask(fleet.windows));
  };
}

/** A window without a keyring signs in for itself, and renews beside the others without disturbing them. */
const keyringless: Scenario = async (fleet) => {
  const alone = await fleet.open('alone', 'in memory');
  try {
    assert.equal((await alone.report()).step, null);
    assert.equal((await alone.signIn(await fleet.server.signIn())).code, null);
    await fleet.clockTo(endingMs);
    const [answers, own] = await Promise.all([fleet.ask(fleet.windows), alone.ask('refuse')]);
    await fleet.mustWork(answers);
    assert.equal(own.code, null);
    assert.equal(await fleet.server.accepts(own.access ?? ''), true);
    assert.notEqual(own.step?.split(' ')[0], answers[0]?.step?.split(' ')[0]);
  } finally {
    await alone.kill();
  }
};

const slowAnswer: Scenario = async (fleet, chosen) => {
  fleet.server.plan = {
    after: () => new Promise((resolve) => setTimeout(resolve, 3_000, true)),
  };
  await atOnce(endingMs)(fleet, chosen);
};

export type Named = readonly [name: string, Scenario];

/** Nobody dies and nothing goes wrong. */
export const plain: readonly Named[] = [
  ['all at once, before the end', atOnce(endingMs)],
  ['all at once, after the end', atOnce(-1_000)],
  ['refused in all windows', refusedEverywhere],
];

/** What may happen to one of the windows. */
export const special: readonly Named[] = [
  ['C1 dies before it has said what it will do', diesAt('C1')],
  ['C2 dies before it has sent anything', diesAt('C2')],
  ['C3 dies before the answer', diesBeforeAnswer],
  ['C3 the answer is lost', answerLost],
  ['C4 dies before it has stored anything', diesBeforeStoring],
  ['C5 dies after it has stored', diesAt('C5')],
  ['C6 the whole window dies with what it stored', windowDies],
  ['C7 the power fails', powerFails],
  ['C8 dies before it gives the lock back', diesAt('C8')],
  ['C9 sleeps in the middle', sleeps],
  ['C10 another window signs out', signsOut],
  ['C11 the keyring has changed', keyringChanges],
  ['C12 a clock that is a day ahead', clockJumps(dayMs)],
  ['C12 a clock that is a day behind', clockJumps(-dayMs)],
  ['C14 a window without a keyring', keyringless],
  ['the answer takes 3 seconds', slowAnswer],
];
