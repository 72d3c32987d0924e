import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { sharedJourney } from './sharedJourney.ts';

/** Runs in the page: a small picture comes from the clipboard. */
const pastedPicture = `(async () => {
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d');
  const file = new File([await canvas.convertToBlob({ type: 'image/png' })], 'screen.png', { type: 'image/png' });
  const clipboardData = new DataTransfer();
  clipboardData.items.add(file);
  document.querySelector('textarea').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
})()`;

describe('What goes with a question in the panel', () => {
  let journey: Journey;
  let panel: Panel;

  before(async () => {
    journey = await sharedJourney('composer');
    const { workspace } = journey.web.profile;
    await mkdir(path.join(workspace, 'src'), { recursive: true });
    await writeFile(path.join(workspace, 'src', 'sum.ts'), 'export const sum = (a: number, b: number) => a - b;\n');
    await writeFile(path.join(workspace, 'notes.md'), '# Notes of the project\n');
    panel = await journey.openPanel();
  });

  beforeEach(async () => {
    journey.simulator.reset();
    await panel.beginChat(journey.workbench);
    await clear();
  });

  after(() => clear());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  it('is a file that is found by its name, and reaches the model', async () => {
    await panel.composer.click();
    await panel.composer.pressSequentially('What is wrong with #sum');
    await panel.chosenOption('sum.ts').waitFor();
    await panel.composer.press('Enter');
    await panel.attachments.getByText('sum.ts').waitFor();
    await journey.screenshot('1-attached');
    await panel.composer.press('Enter');
    await panel.answers.getByText('ada@example.com').waitFor();
    assert.match(lastQuestion(), /The file `src\/sum\.ts`:.*a - b.*What is wrong with/s);
    assert.equal(await panel.attachments.count(), 0);
  });

  it('is what is dragged into it from the rest of VS Code with Shift held down', async () => {
    const { page } = journey.workbench;
    await page.getByRole('tab', { name: 'Explorer' }).click();
    await explorer('notes.md').dblclick();
    await journey.openPanel();
    await page.locator('.tab', { hasText: 'notes.md' }).hover();
    await page.mouse.down();
    await page.keyboard.down('Shift');
    await panel.composer.hover();
    await panel.composer.hover({ position: { x: 20, y: 8 } });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await panel.attachments.getByText('notes.md').waitFor();
  });

  it('is there again after VS Code was reloaded, with what was being written', async () => {
    await panel.composer.click();
    await panel.composer.pressSequentially('#sum');
    await panel.chosenOption('sum.ts').waitFor();
    await panel.composer.press('Enter');
    await panel.attachments.getByText('sum.ts').waitFor();
    await panel.composer.evaluate(pastedPicture);
    await panel.attachments.getByText('screen.png').waitFor();
    await panel.composer.pressSequentially('Why is it so?');
    await journey.workbench.reloadWindow();
    panel = await journey.openPanel();
    await panel.attachments.getByText('sum.ts').waitFor();
    await panel.attachments.getByText('screen.png').waitFor();
    assert.equal(await panel.written.inputValue(), 'Why is it so?');
    await journey.screenshot('2-reloaded');
    await panel.composer.press('Enter');
    await panel.answers.getByText('ada@example.com').waitFor();
    assert.match(lastQuestion(), /The file `src\/sum\.ts`:.*a - b.*Why is it so\?/s);
    assert.match(lastQuestion(), /data:image\/png;base64,/);
  });

  it('is nothing outside the workspace, unless the person says so in a dialog of VS Code (WV-12)', async () => {
    const place = '/etc/hosts';
    const drop = `{
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'file://${place}');
      document.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    }`;
    const dialog = journey.workbench.dialog('Attach what is not part of this workspace?');
    await panel.composer.evaluate(drop);
    await dialog.getByText(place).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await panel.composer.evaluate(drop);
    assert.equal(await panel.attachments.count(), 0);
    await dialog.getByRole('button', { name: 'Attach' }).click();
    await panel.attachments.getByText('hosts').waitFor();
  });

  it('is what the explorer’s menu was opened on, and what the picker of the button finds', async () => {
    await journey.workbench.page.getByRole('tab', { name: 'Explorer' }).click();
    await journey.workbench.chooseFromMenu(explorer('notes.md'), 'Add File to Maestro Chat');
    await panel.attachments.getByText('notes.md').waitFor();
    await panel.addContext.click();
    await journey.workbench.quickInput.fill('sum');
    await journey.workbench.quickPick('sum.ts').click();
    await panel.attachments.getByText('sum.ts').waitFor();
  });

  it('goes to the model and with the effort that are chosen below it, favourites first', async () => {
    const { workbench } = journey;
    await panel.model.click();
    await workbench.quickPick('GPT-5.5').click();
    await panel.model.getByText('GPT-5.5', { exact: true }).waitFor();
    await panel.model.click();
    await workbench.quickPick('Add it to the favourites').click();
    await workbench.page.locator('.quick-input-list').getByText('Favourites', { exact: true }).waitFor();
    await journey.screenshot('3-models');
    await workbench.quickPick('Thinking effort…').click();
    await workbench.quickPick('High').click();
    await panel.model.getByText('GPT-5.5 · High').waitFor();
    await (await panel.ask('Hello')).getByText('ada@example.com').waitFor();
    assert.match(lastQuestion(), /"effort":"high"/);
  });

  it('moves with the view to the other side bar and back, with what was being written', async () => {
    const { workbench } = journey;
    await panel.composer.click();
    await panel.composer.pressSequentially('#sum');
    await panel.chosenOption('sum.ts').waitFor();
    await panel.composer.press('Enter');
    await panel.attachments.getByText('sum.ts').waitFor();
    await panel.composer.pressSequentially('Why is it so?');
    await workbench.run('View: Move View');
    await workbench.quickInput.fill('Chat');
    await workbench.quickPick('Chat').first().click();
    await workbench.quickPick('New Secondary Side Bar Entry').click();
    await workbench.page.locator('.part.auxiliarybar').getByText('Maestro').first().waitFor();
    await panel.attachments.getByText('sum.ts').waitFor();
    assert.equal(await panel.written.inputValue(), 'Why is it so?');
    await journey.screenshot('4-moved');
    await workbench.run('View: Reset View Locations');
    panel = await journey.openPanel();
    await panel.attachments.getByText('sum.ts').waitFor();
    assert.equal(await panel.written.inputValue(), 'Why is it so?');
  });

  /** Leaves nothing that would go with the next question. */
  async function clear(): Promise<void> {
    for (let left = await panel.attachments.count(); left > 0; left--) {
      const last = panel.attachments.nth(left - 1);
      await last.getByRole('button').click();
      await last.waitFor({ state: 'detached' });
    }
    await panel.composer.fill('');
  }

  function explorer(name: string): Locator {
    return journey.workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  }

  /** The body of the last request for an answer. */
  function lastQuestion(): string {
    const asked = journey.simulator.journal.findLast(({ path: asks }) => asks.endsWith('/responses'));
    return asked?.body ?? '';
  }
});
