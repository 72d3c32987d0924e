import assert from 'node:assert/strict';
import type { Fleet } from './fleet.ts';
import type { Point, WindowProcess } from './windowProcess.ts';

/** Before the end of the access token: near enough for every request to wait for the renewal. */
export const endingMs = 30_000;

/** One round: a window is chosen to whom something happens while all of them want the account. */
export type Scenario = (fleet: Fleet, chosen: WindowProcess) => Promise<void>;

/** The chosen window's extension host is killed at a point where nothing is lost. */
export function diesAt(point: Exclude<Point, 'C4'>): Scenario {
  return async (fleet, chosen) => {
    await fleet.clockTo(endingMs);
    await chosen.dieAt(point);
    const locked = chosen.locked();
    const asked = chosen.ask().catch(() => null);
    await locked;
    await fleet.mustWork(await fleet.ask(fleet.others(chosen)));
    await asked;
    await chosen.ended();
  };
}

/**
 * What the server has given is lost with a window, and the server forgives nothing: the others use the access token to its
 * end, and then one of them asks for a sign-in.
 */
function loses(how: (fleet: Fleet, chosen: WindowProcess) => Promise<void>): Scenario {
  return async (fleet, chosen) => {
    await fleet.clockTo(endingMs);
    await how(fleet, chosen);
    await fleet.reopen();
    // On a busy machine new windows take so long to open that the access token has ended in the meantime.
    await fleet.clockTo(endingMs);
    const before = await fleet.ask(fleet.windows);
    assert.deepEqual(new Set(before.map(({ code }) => code)), new Set([null]), 'the access token is used to its end');
    const early = await Promise.all(fleet.windows.map((window) => window.mayTell()));
    assert.ok(!early.includes(true), 'nobody is asked to sign in before that');
    await fleet.clockTo(0);
    const after = await fleet.ask(fleet.windows);
    assert.deepEqual(new Set(after.map(({ code }) => code)), new Set(['credential-rejected']));
    const told = await Promise.all(fleet.windows.map((window) => window.mayTell()));
    assert.equal(told.filter((may) => may).length, 1, 'exactly one window asks');
    fleet.prompts++;
    fleet.lost++;
    fleet.refused++;
    await fleet.signIn(chosen.isAlive ? chosen : fleet.window(Number(chosen.name)));
  };
}

export const answerLost = loses(async (fleet, chosen) => {
  fleet.server.plan = { after: async () => false };
  await chosen.ask();
});

export const diesBeforeAnswer = loses(async (fleet, chosen) => {
  fleet.server.plan = {
    after: async () => {
      await chosen.kill();
      return false;
    },
  };
  await chosen.ask().catch(() => null);
  await chosen.ended();
});

export const diesBeforeStoring = loses(async (_, chosen) => {
  await chosen.dieAt('C4');
  await chosen.ask().catch(() => null);
  await chosen.ended();
});

export const windowDies = loses(async (_, chosen) => {
  chosen.secrets.lose();
  await chosen.ask();
  await chosen.kill();
});

export const powerFails = loses(async (fleet, chosen) => {
  for (const window of fleet.windows) window.secrets.lose();
  await chosen.ask();
  await fleet.losePower();
});
