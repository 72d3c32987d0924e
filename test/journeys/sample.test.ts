import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { sampleExtension } from '../tasks/steps/sample.ts';
import { Journey } from './journey.ts';
import { signInAs } from './signIn.ts';

const ada = personaOf('plus').email;
const ask = 'Maestro Sample: Ask a Model…';
const useAccount = 'Maestro Sample: Use an Account…';

describe('A second extension beside the packaged Maestro', () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.start({ vsix: testPackage, others: [sampleExtension], name: 'sample' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  after(() => journey[Symbol.asyncDispose]());

  /** The status bar item of the sample, once it shows the text. */
  function status(text: RegExp): Locator {
    return journey.workbench.page.locator('.statusbar-item', { hasText: text });
  }

  /** A line that the sample has written. */
  function line(text: RegExp): Locator {
    return journey.workbench.page.locator('.editor-instance .view-line', { hasText: text });
  }

  async function begin(question: string): Promise<void> {
    const { workbench } = journey;
    await workbench.run(ask);
    await workbench.quickPick('GPT-5.6 Sol').click();
    await workbench.page.locator('.quick-input-message', { hasText: 'What do you want to ask?' }).waitFor();
    await workbench.quickInput.fill(question);
    await workbench.page.keyboard.press('Enter');
  }

  it('is told when models come, and has no session that nobody allowed', async () => {
    await status(/Sample: 1 models, no account/).waitFor();
    await signInAs(journey, 'plus');
    await status(/Sample: [2-9] models, no account/).waitFor();
  });

  it('gets a session when VS Code has asked the person, not when they say no, and then without a question', async () => {
    const { workbench } = journey;
    const question = workbench.dialog(/Maestro Sample.*OpenAI/);
    await workbench.run(useAccount);
    await question.waitFor();
    await journey.screenshot('1-consent-dark');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await workbench.notified(/did not allow it/);
    await workbench.useTheme('light');
    await workbench.run(useAccount);
    await question.waitFor();
    await journey.screenshot('2-consent-light');
    await question.getByRole('button', { name: 'Allow' }).click();
    await workbench.quickPick(ada).waitFor();
    await journey.screenshot('3-which');
    await workbench.quickPick(ada).click();
    await status(/Sample: [2-9] models, ada@example\.com/).waitFor();
    await workbench.notified(/ada@example\.com gives its token, and has [2-9] models/);
    await workbench.reloadWindow();
    await status(/Sample: [2-9] models, ada@example\.com/).waitFor();
    assert.equal(await question.isVisible(), false);
  });

  it('asks a model with a tool, and stops it in the middle, which closes the socket', async () => {
    await begin('call weekday with {"date":"2026-11-21"}');
    await line(/weekday.*says:\sSaturday/).waitFor();
    await begin('write slowly');
    await journey.simulator.waitFor(({ path, sentEvents }) => path === '/codex/responses' && sentEvents > 20);
    await journey.workbench.notification('GPT-5.6 Sol').hover();
    await journey.workbench.notification('GPT-5.6 Sol').getByRole('button', { name: 'Cancel' }).click();
    await line(/Stopped\./).waitFor();
    await journey.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
    await journey.screenshot('4-asked');
  });

  it('is told when an account signs out, and has no session any more', async () => {
    const { workbench } = journey;
    await workbench.run('Maestro: Sign Out…');
    await workbench.quickPick(ada).click();
    await workbench.quickPick('Sign Out Here').click();
    await status(/Sample: 1 models, no account/).waitFor();
  });
});
