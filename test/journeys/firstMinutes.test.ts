import assert from 'node:assert/strict';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { consent } from './signIn.ts';

const ada = personaOf('plus').email;

describe('The first minutes, and the last', () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.start({ vsix: testPackage, name: 'first-minutes' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => journey[Symbol.asyncDispose]());

  const revocations = (): number => journey.simulator.journal.filter(({ path }) => path.endsWith('/revoke')).length;

  async function isTickedOff(step: string): Promise<void> {
    await journey.workbench.walkthroughStep(step).locator('.codicon-getting-started-step-checked').waitFor();
  }

  it('the walkthrough shows each step and begins it', async () => {
    const { workbench } = journey;
    // The pictures are only there where there is room for them.
    await workbench.run('View: Toggle Primary Side Bar Visibility');
    await workbench.run('Welcome: Open Walkthrough...');
    await workbench.quickInput.fill('Get Started with Maestro');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Get Started with Maestro' }).click();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await workbench.useTheme(theme);
      for (const [step, action, picture] of steps) {
        await workbench.walkthroughStep(step).click();
        await workbench.page.getByRole('button', { name: action, exact: true }).waitFor();
        await workbench.walkthroughPicture(picture).waitFor();
        await journey.screenshot(`1-walkthrough-${theme}-${action}`);
      }
    }
  });

  it('the panel has one button a vendor, in every theme and in little room', async () => {
    const { workbench } = journey;
    const panel = await journey.openPanel();
    for (const id of ['openai', 'anthropic', 'gemini', 'openai-compatible']) await panel.vendor(id).waitFor();
    await journey.screenshot('2-welcome-dark');
    await workbench.useTheme('light');
    await journey.screenshot('3-welcome-light');
    await workbench.useTheme('highContrast');
    await workbench.setSidebarWidth(220);
    await journey.screenshot('4-welcome-narrow-contrast');
    await workbench.useTheme('dark');
    await workbench.setSidebarWidth(320);
  });

  it('a vendor’s button opens that vendor’s ways, and one of them signs in', async () => {
    const { workbench } = journey;
    const panel = await journey.openPanel();
    await panel.vendor('openai').click();
    await workbench.quickPick('ChatGPT account').waitFor();
    assert.equal(await workbench.quickPick('Gemini API key').count(), 0);
    await journey.screenshot('5-ways');
    const opened = journey.context.waitForEvent('page');
    await workbench.quickPick('ChatGPT account').click();
    const page = await opened;
    await consent(page, 'plus');
    await page.close();
    await workbench.accountNamed(ada).waitFor();
    await (await panel.ask('who am I?')).getByText('Ada Lovelace').waitFor();
    await workbench
      .walkthroughStep('Ask your first question')
      .locator('.codicon-getting-started-step-checked')
      .waitFor();
    await journey.screenshot('6-signed-in');
  });

  it('the walkthrough’s step for @maestro begins the question, and is ticked off with its answer', async () => {
    const { workbench } = journey;
    await workbench.walkthroughStep('Ask @maestro in VS Code’s Chat').click();
    await workbench.page.getByRole('button', { name: 'Ask @maestro', exact: true }).click();
    const chat = await journey.openChatView();
    await chat.input.getByText('@maestro').waitFor();
    await (await chat.ask('who am I?')).getByText('Ada').first().waitFor();
    await isTickedOff('Ask @maestro in VS Code’s Chat');
    await journey.screenshot('6-asked-in-chat');
  });

  it('signing out in VS Code’s Accounts menu ends nothing at the vendor', async () => {
    const { workbench } = journey;
    await workbench.signOutInAccountsMenu(ada);
    await workbench.accountNamed('Maestro: Sign In').waitFor();
    assert.equal(revocations(), 0);
  });

  it('a vendor with one way asks for its key at once', async () => {
    const { workbench, simulator } = journey;
    await workbench.run('Maestro: New Chat');
    const panel = await journey.openPanel();
    await panel.vendor('gemini').click();
    await workbench.fill([['API key', simulator.gemini.keyOf('paid')]]);
    await workbench.accountNamed('Gemini key').waitFor();
  });

  it('signing out of all asks once, says what else ends, and revokes at the vendor', async () => {
    const { workbench, simulator } = journey;
    const opened = journey.context.waitForEvent('page');
    await workbench.run('Maestro: Sign In…');
    await workbench.quickPick('ChatGPT account').click();
    const page = await opened;
    await consent(page, 'plus');
    await page.close();
    await workbench.accountNamed(ada).waitFor();
    const panel = await journey.openPanel();
    await workbench.run('Maestro: Sign Out of All Accounts…');
    await workbench.quickPick('Sign Out Here').waitFor();
    await journey.screenshot('7-sign-out');
    await workbench.quickPick('Sign Out and Revoke at OpenAI').click();
    await workbench.accountNamed('Maestro: Sign In').waitFor();
    await simulator.waitFor(({ path }) => path === '/oauth/revoke');
    await panel.vendor('openai').waitFor();
    await workbench.notified(/Signed out of .*ada@example\.com.* and revoked at OpenAI/);
    await journey.screenshot('8-signed-out');
    assert.equal(revocations(), 1);
  });
});

const steps = [
  ['Sign in', 'Sign In', 'The ways to sign in'],
  ['Ask your first question', 'Open Chat', 'An answer in Maestro'],
  ['Ask @maestro in VS Code’s Chat', 'Ask @maestro', 'A question to @maestro'],
  ['Switch accounts', 'Switch Account', 'Accounts in the status bar'],
] as const;
