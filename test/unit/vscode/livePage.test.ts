import assert from 'node:assert/strict';
import { LivePage, type Surface } from '../../../src/vscode/livePage.ts';
import type { Update } from '../../../src/webview/bridge.ts';
import { HandClock } from '../../handClock.ts';

describe('a page that may be dead or out of sight', () => {
  const parts: Update = { kind: 'parts', turn: 't1', parts: [{ kind: 'text', block: 0, delta: 'a' }] };

  it('is left alone while it answers, however late', async () => {
    const { clock, page, done } = watched();
    for (let round = 0; round < 3; round++) {
      await pass(clock, 5_000);
      await clock.sleeping(10_000);
      clock.advance(9_999);
      page.heard();
      await pass(clock, 1);
    }
    assert.deepEqual(done, ['ping', 'ping', 'ping']);
  });

  it('is loaded again when it does not answer, and not for ever', async () => {
    const { clock, done } = watched();
    for (let round = 0; round < 5; round++) {
      await pass(clock, 5_000);
      await pass(clock, 10_000);
    }
    assert.deepEqual(
      done.filter((what) => what === 'load'),
      ['load', 'load', 'load'],
    );
  });

  it('is not asked while nobody sees it', async () => {
    const { clock, surface, done } = watched();
    surface.visible = false;
    await pass(clock, 5_000);
    await clock.sleeping(5_000);
    assert.deepEqual(done, []);
  });

  it('is not kept busy out of sight with an answer that arrives, and told everything in sight (WV-53)', () => {
    const { page, surface, done } = watched();
    page.post(parts);
    page.shown();
    surface.visible = false;
    page.post(parts);
    page.post({ kind: 'ended', turn: 't1', outcome: { kind: 'stopped' } });
    page.shown();
    surface.visible = true;
    page.shown();
    page.shown();
    assert.deepEqual(done, ['parts', 'ended', 'all']);
  });

  it('is forgotten when it is gone', async () => {
    const { clock, page } = watched();
    await clock.sleeping(5_000);
    page.dispose();
    assert.equal(clock.sleepers, 0);
  });
});

function watched(): {
  readonly clock: HandClock;
  readonly page: LivePage;
  readonly surface: { visible: boolean };
  readonly done: readonly string[];
} {
  const done: string[] = [];
  const seen = { visible: true };
  const surface: Surface = {
    post: ({ kind }) => void done.push(kind),
    isVisible: () => seen.visible,
    load: () => void done.push('load'),
    tellAll: () => void done.push('all'),
  };
  const clock = new HandClock();
  return { clock, page: new LivePage(surface, clock), surface: seen, done };
}

/** Lets somebody who sleeps for so long, or for what is left of it, wake and go on to the next sleep. */
async function pass(clock: HandClock, ms: number): Promise<void> {
  if (ms > 1) await clock.sleeping(ms);
  clock.advance(ms);
  await Promise.resolve();
}
