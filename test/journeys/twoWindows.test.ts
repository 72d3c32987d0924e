import assert from 'node:assert/strict';
import type { JournalEntry } from '../simulator/journal.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { Panel } from './panel.ts';
import { signInAs } from './signIn.ts';
import type { Workbench } from './workbench.ts';

const { email } = personaOf('plus');
const rotations = 10;
/** So short a life that a question has to wait for new tokens when the last ones were won a second ago. */
const accessTokenSeconds = 2;

describe('Two windows of one VS Code', () => {
  let journey: Journey;
  let other: Workbench;

  before(async () => {
    const simulator = { accessTokenSeconds, deltaMs: 0 };
    journey = await Journey.start({ vsix: testPackage, name: 'two-windows', simulator });
    await signInAs(journey, 'plus');
    other = await journey.openWindow();
    await other.accountNamed(email).waitFor();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await journey.screenshot('failed-first');
    await journey.screenshot('failed-other', other.page);
  });

  after(() => journey[Symbol.asyncDispose]());

  const renewals = (): readonly JournalEntry[] =>
    journey.simulator.journal.filter(({ path, body }) => path === '/oauth/token' && body.includes('refresh_token='));

  it('both go on chatting while their tokens are renewed ten times, each of them once', async () => {
    const windows: (readonly [Workbench, Panel])[] = [];
    for (const window of [journey.workbench, other]) {
      const panel = new Panel(await window.openPanel());
      // One page after the other: the first two of a browser, opened in the same instant, can wait for VS Code's service worker in vain.
      await panel.composer.waitFor();
      windows.push([window, panel]);
    }
    while (renewals().length < rotations) {
      for (const [window, panel] of windows) {
        await panel.beginChat(window);
        await (await panel.ask('who am I?')).getByText('Ada').first().waitFor();
      }
    }
    // One more may be under way: a token that is good for a moment yet is renewed while it is used.
    await journey.simulator.waitFor(() => renewals().every(({ answeredStatus }) => answeredStatus !== null));
    assert.deepEqual([...new Set(renewals().map(({ answeredStatus }) => answeredStatus))], [200]);
    assert.equal(new Set(renewals().map(({ body }) => body)).size, renewals().length, 'no token is used twice');
    // Nothing beside the vendor's icon: all is well.
    for (const { account } of [journey.workbench, other]) {
      await account.locator('.codicon:not(.codicon-hubot)').waitFor({ state: 'detached' });
    }
    await journey.screenshot('1-first');
    await journey.screenshot('1-other', other.page);
  });

  it('signing out in one of them is known in the other at once', async () => {
    await other.run('Maestro: Sign Out…');
    await other.quickPick(email).click();
    await other.quickPick('Sign Out Here').click();
    await other.accountNamed('Maestro: Sign In').waitFor();
    await journey.workbench.accountNamed('Maestro: Sign In').waitFor();
  });
});
