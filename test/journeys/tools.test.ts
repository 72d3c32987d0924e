import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { foreignTool, sharedJourney } from './sharedJourney.ts';

const proposal = JSON.stringify({ path: 'notes.md', content: '# Notes\n\nWritten by a model.\n' });

describe('Tools in the panel', () => {
  let journey: Journey;
  let panel: Panel;

  before(async () => {
    journey = await sharedJourney('tools');
    panel = await journey.openPanel();
    await panel.beginChat(journey.workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  it('propose a file as a diff, and read it once the person has accepted it', async () => {
    const { page } = journey.workbench;
    const answer = await panel.ask(`Think, then call maestro_propose_edit with ${proposal}`);
    await page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'Written by' }).first().waitFor();
    await journey.screenshot('1-proposed');
    await page.locator('.editor-actions').getByRole('button', { name: 'Accept the Proposed Change' }).click();
    await answer.getByText('accepted the change').last().waitFor();
    const reading = await panel.ask('call maestro_read_file with {"path":"notes.md"}');
    await reading.getByText('ada@example.com').waitFor();
    await reading.getByText('maestro_read_file').first().click();
    await reading.getByText('Written by a model.').first().waitFor();
    await journey.screenshot('2-read');
  });

  it('ask before they may change something, and Enter that was meant for elsewhere allows nothing', async () => {
    const { page } = journey.workbench;
    const denied = await panel.ask(`call ${foreignTool} with {}`);
    const question = page.locator('.quick-input-widget', { hasText: `May the model use ${foreignTool}?` });
    await question.waitFor();
    await journey.screenshot('3-asked');
    await page.keyboard.press('Enter');
    await denied.getByText('did not allow this call').waitFor();
    const allowed = await panel.ask(`call ${foreignTool} with {}`);
    await question.getByText('Always Allow in This Workspace').click();
    await allowed.getByText('ada@example.com').waitFor();
    const again = await panel.ask(`call ${foreignTool} with {}`);
    await again.getByText('ada@example.com').waitFor();
    await journey.screenshot('4-allowed');
    assert.equal(await question.isVisible(), false);
  });
});
