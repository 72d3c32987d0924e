import assert from 'node:assert/strict';
import { ResponsesDecoder } from '../../src/protocols/openaiResponses/decode.ts';
import { asEventStream, recordingPath, recordings } from '../recordings.ts';
import { skip } from '../skip.ts';
import { testIssuer } from '../testModel.ts';
import { decodeBytes, textOf } from '../unit/protocols/decodeBytes.ts';
import type { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { sharedJourney } from './sharedJourney.ts';

const path = '/codex/responses';

/** What a reader sees of Markdown, without its marks and spaces: enough to compare an answer with its source. */
function bare(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

describe('Chatting in the panel', () => {
  let journey: Journey;
  let panel: Panel;

  before(async () => {
    journey = await sharedJourney('chat');
    panel = await journey.openPanel();
  });

  beforeEach(async () => {
    journey.simulator.reset();
    await panel.beginChat(journey.workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  const recording = recordings('openai-responses').find(({ name }) => name.startsWith('xai.xai-text-streaming'));

  it('a recorded stream shows the same text as the recording', async function () {
    if (recording === undefined) return skip(this, 'no recorded streams beside the project');
    const bytes = new TextEncoder().encode(asEventStream(recording.events));
    const expected = bare(textOf(decodeBytes(new ResponsesDecoder(testIssuer), bytes)));
    journey.simulator.script({ host: 'chatgpt', path, replay: recordingPath('openai-responses', recording.name) });
    const answer = await panel.ask('Tell me about it');
    await answer.getByText('ada@example.com').waitFor();
    const shown = bare((await answer.locator('.markdown').allTextContents()).join(''));
    assert.equal(shown, expected);
    await journey.screenshot('1-recording');
  });

  it('Stop keeps what arrived and closes the socket', async () => {
    const answer = await panel.ask('write slowly');
    await answer.getByText('Line 2').waitFor();
    await panel.stop.click();
    await answer.getByText('Stopped').waitFor();
    await answer.getByText('Line 2').waitFor();
    await journey.simulator.waitFor((entry) => entry.path === path && entry.closedByClientMs !== null);
    await journey.screenshot('2-stopped');
  });

  it('a plan’s limit is one sentence with a way out', async () => {
    journey.simulator.script({ host: 'chatgpt', path, named: 'usage-limit' });
    await panel.ask('hello');
    await panel.failure.getByText('limit is reached').waitFor();
    await panel.failure.locator('[data-action="switch-account"]').waitFor();
    await journey.screenshot('3-limit');
  });

  it('an interrupted answer is kept, and Retry asks again', async () => {
    journey.simulator.script({ host: 'chatgpt', path, named: 'reset-in-stream' });
    const answer = await panel.ask('What is the capital of France?');
    await panel.failure.getByText('The answer was interrupted.').waitFor();
    assert.match((await answer.textContent()) ?? '', /The capital/);
    await journey.screenshot('4-interrupted');
    await panel.failure.locator('[data-action=retry]').click();
    await panel.answers.last().getByText('a thousand years').waitFor();
    assert.equal(await panel.answers.count(), 1);
  });

  it('a sign-in that was revoked is said in the panel, and signing in again helps', async () => {
    journey.simulator.revokeEverything();
    await panel.ask('hello');
    await panel.failure.getByText('no longer signed in').waitFor();
    await journey.screenshot('5-revoked');
    const opened = journey.context.waitForEvent('page');
    await panel.failure.locator('[data-action="sign-in-again"]').click();
    const page = await opened;
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(/^http:\/\/localhost:/);
    await page.close();
    await journey.workbench.notified('Signed in as');
    await panel.failure.locator('[data-action=retry]').click();
    await panel.answers.last().getByText('Hello Ada').waitFor();
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  it('Markdown of every kind, in a dark and a light theme and in a narrow sidebar', async () => {
    const answer = await panel.ask('show me markdown');
    await answer.getByText('ada@example.com').waitFor();
    // The grammars are a script of their own, which the page loads under its policy.
    await answer.locator('.token-keyword').first().waitFor();
    await journey.workbench.setSidebarWidth(460);
    await journey.screenshot('6-markdown-dark');
    await journey.workbench.useTheme('light');
    await journey.screenshot('7-markdown-light');
    await journey.workbench.useTheme('highContrast');
    await journey.workbench.setSidebarWidth(240);
    await journey.screenshot('8-markdown-narrow-contrast');
    await journey.workbench.useTheme('dark');
  });

  it('a page that dies in the middle of an answer is drawn anew by itself, and has all of it', async () => {
    const answer = await panel.ask('write slowly');
    await answer.getByText('Line 5').waitFor();
    await panel.composer.evaluate("setTimeout(() => location.replace('about:blank'))");
    await panel.composer.waitFor({ state: 'detached' });
    await panel.stop.waitFor();
    await panel.questions.getByText('write slowly').waitFor();
    assert.deepEqual(await panel.questions.allTextContents(), ['write slowly']);
    await panel.answers.getByText('Line 5 of many.').waitFor();
    await panel.stop.click();
    await panel.answers.getByText('Stopped').waitFor();
  });

  it('the panel is there again after the view was hidden, with the conversation and the running answer', async () => {
    await panel.ask('write slowly');
    await journey.workbench.openExplorer();
    panel = await journey.openPanel();
    await panel.stop.waitFor();
    await panel.questions.getByText('write slowly').waitFor();
    assert.equal(await panel.questions.count(), 1);
    await panel.stop.click();
    await panel.answers.getByText('Stopped').waitFor();
  });

  it('a question that is being written anew is so still after the view was hidden, and is asked then', async () => {
    await (await panel.ask('hello')).getByText('ada@example.com').waitFor();
    await panel.questions.hover();
    await panel.questions.getByRole('button', { name: 'Edit the question' }).click();
    await panel.questionEditor.fill('who am I?');
    await journey.workbench.openExplorer();
    panel = await journey.openPanel();
    assert.equal(await panel.questionEditor.inputValue(), 'who am I?');
    await journey.screenshot('9-written-anew');
    await panel.questionEditor.press('Enter');
    await panel.questions.getByText('2/2').waitFor();
    await panel.answers.getByText('Ada Lovelace').waitFor();
  });
});
