import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { skip } from '../skip.ts';
import type { Journey } from './journey.ts';
import { Panel } from './panel.ts';
import { sharedJourney } from './sharedJourney.ts';

describe('Conversations', () => {
  let journey: Journey;
  let panel: Panel;

  before(async () => {
    journey = await sharedJourney('conversations');
    panel = await journey.openPanel();
    await panel.beginChat(journey.workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  it('are there again after VS Code was reloaded in the middle of an answer, to be gone on with', async () => {
    const answer = await panel.ask('write slowly');
    await answer.getByText('Line 5').waitFor();
    await journey.workbench.reload();
    panel = await journey.openPanel();
    await panel.failure.getByText('The answer was interrupted.').waitFor();
    await panel.questions.getByText('write slowly').waitFor();
    assert.deepEqual(await panel.questions.allTextContents(), ['write slowly']);
    await panel.answers.getByText('Line 5').waitFor();
    await journey.screenshot('1-interrupted');
    await panel.failure.getByRole('button', { name: 'Continue' }).click();
    await panel.answers.getByText('Go on exactly where it stopped').waitFor();
    await panel.answers.getByText('ada@example.com').waitFor();
    assert.equal(await panel.questions.count(), 1);
  });

  it('are there again after the extension host was killed', async function () {
    if (process.platform !== 'linux') return skip(this, 'it is found by what only Linux says of processes');
    await panel.beginChat(journey.workbench);
    const answer = await panel.ask('write slowly');
    await answer.getByText('Line 30').waitFor();
    process.kill(await extensionHost(journey.web.profile.home), 'SIGKILL');
    await panel.failure.getByText('The answer was interrupted.').waitFor();
    await panel.answers.getByText('Line 20').waitFor();
    await journey.screenshot('2-killed');
  });

  it('may be open in an editor tab too, which comes back with VS Code', async () => {
    await journey.workbench.run('Maestro: Open Chat in Editor');
    await inTab().questions.getByText('write slowly').waitFor();
    await inTab().ask('What is the capital of France?');
    await panelInView().answers.getByText('a thousand years').waitFor();
    await journey.screenshot('3-editor');
    await journey.workbench.reloadWindow();
    await inTab().answers.getByText('a thousand years').waitFor();
    await journey.screenshot('4-reloaded');
  });

  it('begin anew, and an earlier one is found and opened', async () => {
    await journey.workbench.run('View: Close All Editors');
    panel = await journey.openPanel();
    await panel.beginChat(journey.workbench);
    await journey.workbench.run('Maestro: Search Conversations…');
    await journey.workbench.quickInput.fill('thousand years');
    await journey.workbench.quickPick('write slowly').click();
    await panel.answers.getByText('a thousand years').waitFor();
    await journey.screenshot('5-found');
  });

  function inTab(): Panel {
    return panelIn(':not([src*="purpose=webviewView"])');
  }

  function panelInView(): Panel {
    return panelIn('[src*="purpose=webviewView"]');
  }

  function panelIn(which: string): Panel {
    const frames = journey.workbench.page.frameLocator(
      `iframe.webview[src*="extensionId=maestro-llm.maestro"]${which}`,
    );
    return new Panel(frames.frameLocator('iframe#active-frame'));
  }
});

/** The id of the process of the extension host whose files are in this home. */
async function extensionHost(home: string): Promise<number> {
  for (const id of await readdir('/proc')) {
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((name) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '')),
    );
    if (command?.includes('extensionHost') && environment?.includes(home)) return Number(id);
  }
  throw new Error('There is no extension host.');
}
