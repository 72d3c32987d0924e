import assert from 'node:assert/strict';
import { type AccountWindow, AccountWindows, nextTurn, until } from '../../../accountWindows.ts';
import { hourMs } from '../../../strictVendor.ts';
import { testAccount } from '../../../testAccount.ts';

const account = testAccount();
const minuteMs = 60_000;
const dueMs = 0.8 * hourMs;

interface Attended {
  readonly windows: AccountWindows;
  readonly window: AccountWindow;
}

async function attended(random = 0): Promise<Attended> {
  const windows = new AccountWindows();
  const window = await windows.openSignedIn({ random: () => random });
  window.credentials.attend(true);
  await nextTurn();
  return { windows, window };
}

/** Lets the time pass minute by minute, as the alarm looks at it; but more slowly while a window renews. */
async function pass({ windows }: Attended, untilMs: number): Promise<void> {
  while (windows.clock.now() < untilMs) {
    const now = windows.clock.now();
    windows.clock.advance(Math.min(minuteMs - (now % minuteMs), untilMs - now));
    for (let n = 0; n < 3; n++) await nextTurn();
    while (windows.locks.held > 0) await windows.settle();
  }
}

/** Waits until the window has renewed, and every other one may. */
async function renewedTo({ windows, window }: Attended, generation: number): Promise<void> {
  await until(() => window.accounts.records[0]?.generation === generation);
  await windows.settle();
}

describe('renewal in the background', () => {
  it('happens when its time has come, without anybody asking', async () => {
    const both = await attended();
    const { windows } = both;
    await pass(both, dueMs - 1);
    assert.equal(windows.server.requests, 0);
    await pass(both, dueMs + 1);
    await renewedTo(both, 2);
    await pass(both, 2 * dueMs + minuteMs);
    await renewedTo(both, 3);
    assert.equal(windows.server.requests, 2);
  });

  it('does not happen before anybody attends to the window, nor after it has closed', async () => {
    const windows = new AccountWindows();
    const window = await windows.openSignedIn();
    assert.equal(windows.clock.sleepers, 0);
    window.credentials.attend(true);
    await nextTurn();
    assert.equal(windows.clock.sleepers, 1);
    window.credentials.dispose();
    assert.equal(windows.clock.sleepers, 0);
  });

  it('windows do not wake together: each a little earlier, by chance', async () => {
    const both = await attended(1);
    const { windows } = both;
    await pass(both, 0.72 * hourMs - 1);
    assert.equal(windows.server.requests, 0);
    await pass(both, 0.72 * hourMs + 1);
    await renewedTo(both, 2);
  });

  it('a window without the focus lets the one that has it go first', async () => {
    const both = await attended();
    const { windows } = both;
    const random = [0, 1];
    const other = await windows.open({ random: () => random.shift() ?? 1 });
    other.credentials.attend(false);
    await nextTurn();
    await pass(both, dueMs);
    await renewedTo(both, 2);
    assert.equal(other.accounts.records[0]?.generation, 2);
    await pass(both, dueMs + minuteMs);
    assert.equal(windows.server.requests, 1);
  });

  it('what came due while the computer slept is renewed at the next look, or at once when the window is used', async () => {
    const both = await attended();
    const { windows, window } = both;
    windows.clock.jump(8 * hourMs);
    await nextTurn();
    assert.equal(windows.server.requests, 0);
    window.credentials.attend(true);
    await renewedTo(both, 2);
    windows.clock.jump(8 * hourMs);
    await pass(both, windows.clock.now() + minuteMs);
    await renewedTo(both, 3);
  });

  it('goes on after trouble, at the end of each pause', async () => {
    const both = await attended(1);
    const { windows, window } = both;
    const failure = { code: 'server', status: 503 } as const;
    for (let n = 0; n < 6; n++) windows.server.faults.push({ failure, when: 'before' });
    await pass(both, 0.72 * hourMs + 8 * minuteMs);
    await renewedTo(both, 2);
    assert.equal(windows.server.requests, 7);
    assert.equal(window.credentials.state(account).kind, 'ok');
  });

  it('says it when the access token of a dead session has come to its end, and only then', async () => {
    const both = await attended();
    const { windows, window } = both;
    windows.server.isRevoked = true;
    const needs: number[] = [];
    window.credentials.onDidChangeState(() => {
      if (window.credentials.state(account).kind === 'needs-sign-in') needs.push(windows.clock.now());
    });
    await pass(both, 2 * hourMs);
    assert.deepEqual(needs, [hourMs]);
    assert.equal(windows.server.requests, 1);
  });
});
