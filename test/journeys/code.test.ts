import type { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { sharedJourney } from './sharedJourney.ts';

describe('Code of an answer', () => {
  let journey: Journey;
  let panel: Panel;

  before(async () => {
    journey = await sharedJourney('code');
  });

  after(() => journey.workbench.run('View: Revert and Close Editor'));

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  it('is shown as a diff of the file that is open, and is in it once that is accepted in the title', async () => {
    const { page } = journey.workbench;
    await journey.workbench.run('File: New Untitled Text File');
    panel = await journey.openPanel();
    await panel.beginChat(journey.workbench);
    const answer = await panel.ask('show me markdown');
    await answer.getByText('ada@example.com').waitFor();
    await answer.getByRole('button', { name: 'Apply to a file' }).click();
    await page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'fibonacci' }).first().waitFor();
    await journey.screenshot('1-proposal');
    await page.locator('.editor-actions').getByRole('button', { name: 'Accept the Proposed Change' }).click();
    await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await page.locator('.monaco-editor .view-line', { hasText: 'fibonacci' }).first().waitFor();
    await journey.screenshot('2-accepted');
  });
});
