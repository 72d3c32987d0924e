import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { arrayAt, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { changeSettings } from '../vscode/profile.ts';
import { ChatView } from './chatView.ts';
import { Journey } from './journey.ts';
import { signInAs } from './signIn.ts';

/** Takes the API for chats and models from Maestro where a setting says so. */
const forkExtension = path.join(import.meta.dirname, '../vscode/forkExtension');

describe('A VS Code that has less to offer', () => {
  let journey: Journey;

  before(async () => {
    const settings = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    const others = [forkExtension];
    journey = await Journey.start({ vsix: testPackage, name: 'circumstances', settings, others, without: ['copilot'] });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    assert.doesNotMatch(journey.printed(), /Activating extension '?maestro-llm\.maestro'? failed/i);
  });

  after(() => journey[Symbol.asyncDispose]());

  it('for want of trust in the workspace: signs in and answers, with no tools and none of the workspace’s settings', async () => {
    const { web } = journey;
    const folder = path.join(web.profile.workspace, '.vscode');
    await mkdir(folder);
    await writeFile(path.join(folder, 'settings.json'), '{ "maestro.verbosity": "low" }');
    await restricted().waitFor();
    await signInAs(journey, 'plus');
    await panelAnswers();
    assert.deepEqual(lastAsked(), { tools: 0, verbosity: 'medium' });
    await chatAnswers();
    assert.deepEqual(lastAsked(), { tools: 0, verbosity: 'medium' });
    await journey.screenshot('1-restricted');
  });

  it('and no Copilot: all of that is there as soon as the workspace is trusted', async () => {
    const { workbench } = journey;
    await workbench.run('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await restricted().waitFor({ state: 'hidden' });
    await workbench.run('View: Close All Editors');
    for (const answers of [panelAnswers, chatAnswers]) {
      await answers();
      const { tools, verbosity } = lastAsked();
      assert.ok(tools > 0);
      assert.equal(verbosity, 'low');
    }
    await journey.screenshot('2-no-copilot');
    await workbench.run('View: Toggle Secondary Side Bar Visibility');
  });

  it('with its AI features switched off: the panel is there all the same', async () => {
    await restart({ 'chat.disableAIFeatures': true });
    await panelAnswers();
    await journey.screenshot('3-no-ai-features');
  });

  it('without chat and models in its API, as forks may be: the panel is there all the same', async () => {
    await restart({ 'chat.disableAIFeatures': false, 'forkForTests.withoutChat': true });
    await panelAnswers();
    await journey.workbench.run('Maestro: Doctor');
    await journey.workbench.page.getByRole('tab', { name: /Untitled/ }).waitFor();
    await journey.workbench.focusedEditor.waitFor();
    await journey.workbench.page.keyboard.press('Control+End');
    await journey.screenshot('4-fork');
    await journey.workbench.page.getByText('This editor has no language models').waitFor();
  });

  /** What VS Code says while the workspace is not trusted. */
  function restricted(): Locator {
    return journey.workbench.page.getByText('Restricted Mode is intended for safe');
  }

  async function restart(settings: Readonly<Record<string, boolean>>): Promise<void> {
    await changeSettings(journey.web.profile, settings);
    await journey.workbench.reloadWindow();
    // What was said before comes with everything else that the page is told first.
    await (await journey.openPanel()).answers.first().waitFor();
  }

  async function panelAnswers(): Promise<void> {
    const panel = await journey.openPanel();
    await (await panel.ask('who am I?')).getByText('Ada Lovelace').waitFor();
    await panel.stop.waitFor({ state: 'hidden' });
  }

  async function chatAnswers(): Promise<void> {
    // In Restricted Mode, without Copilot, VS Code shows no model before it is asked.
    const chat = await ChatView.open(journey.workbench);
    const answer = await chat.ask('who am I?');
    await chat.giver(answer).waitFor();
    await answer.getByText('Ada Lovelace').waitFor();
  }

  /** How many tools the last question offered to the model, and how much the model was told to write. */
  function lastAsked(): { readonly tools: number; readonly verbosity: string | null } {
    const asked = journey.simulator.journal.findLast((entry) => entry.path.endsWith('/responses'));
    const body = parseJson(asked?.body ?? '');
    return { tools: arrayAt(body, 'tools').length, verbosity: stringAt(objectAt(body, 'text'), 'verbosity') };
  }
});
