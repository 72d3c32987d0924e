import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ChatView } from './chatView.ts';
import type { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { sharedJourney } from './sharedJourney.ts';

const question = 'What is the capital of France?';
const title = `“${question}”`;

describe('One conversation in the panel and in VS Code’s Chat view', () => {
  let journey: Journey;
  let panel: Panel;
  let chat: ChatView;

  before(async () => {
    journey = await sharedJourney('threads');
    panel = await journey.openPanel();
    chat = await journey.openChatView();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  after(() => journey.workbench.run('View: Toggle Secondary Side Bar Visibility'));

  /** What Chat offers to ask next. */
  function continueInPanel(): Locator {
    return journey.workbench.page.locator('.interactive-session').getByText('Continue in Panel', { exact: true });
  }

  /** Goes on with what stands in Chat's input. Only the answers in sight are there to be counted. */
  async function send(text: string): Promise<void> {
    const { keyboard } = journey.workbench.page;
    await chat.input.click();
    await keyboard.press('Control+End');
    await keyboard.insertText(text);
    await keyboard.press('Enter');
  }

  it('begins in Chat and goes on in the panel', async () => {
    await (await chat.ask(question)).getByText('a thousand years').waitFor();
    await continueInPanel().click();
    await chat.answers.last().getByText(title).waitFor();
    await panel.answers.getByText('a thousand years').waitFor();
    await panel.questions.getByText(question).waitFor();
    assert.deepEqual(await panel.questions.allTextContents(), [question]);
    await (await panel.ask('And the population of that city?')).getByText('2.1 million').waitFor();
    await journey.screenshot('1-in-the-panel');
  });

  it('has what is asked on in the chat beside what was asked in the panel', async () => {
    await (await chat.ask('who am I?')).getByText('Ada').first().waitFor();
    await panel.questions.getByText('who am I?').waitFor();
    await panel.questions.getByText('2/2').waitFor();
    assert.equal(await panel.questions.count(), 2);
    await journey.screenshot('2-beside');
  });

  it('goes on from the panel in a new chat, and the panel shows what is asked there', async () => {
    await journey.workbench.run('Maestro: Continue in VS Code’s Chat');
    await chat.input.getByText(`"${question}"`).waitFor();
    await journey.workbench.useTheme('light');
    await journey.screenshot('3-handed-over');
    await send('And the population of that city?');
    await chat.answers.getByText('2.1 million').waitFor();
    await chat.answers.getByText(`goes on from the conversation ${title}`).waitFor();
    await panel.questions.nth(2).getByText('And the population of that city?').waitFor();
    await panel.answers.nth(2).getByText('2.1 million').waitFor();
    await journey.screenshot('4-in-chat');
    await journey.workbench.setSidebarWidth(220);
    await journey.screenshot('5-narrow');
    await journey.workbench.setSidebarWidth(300);
    await journey.workbench.useTheme('dark');
  });

  it('that was deleted is said to be gone, and the chat goes on alone', async () => {
    await journey.workbench.run('Maestro: Conversations…');
    await panel.option(question).waitFor();
    await panel.historySearch.press('Delete');
    await panel.answers.first().waitFor({ state: 'detached' });
    await send('Please think');
    await chat.answers.getByText('not there any more').waitFor();
    await send('who am I?');
    const answer = chat.answers.filter({ hasText: 'Ada Lovelace' });
    await answer.waitFor();
    assert.doesNotMatch((await answer.textContent()) ?? '', /not there any more/);
    await continueInPanel().click();
    await panel.questions.getByText('who am I?').waitFor();
    await panel.questions.getByText('Please think').waitFor();
    await journey.screenshot('6-deleted');
  });
});
