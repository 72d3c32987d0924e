import assert from 'node:assert/strict';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import type { Theme } from '../vscode/profile.ts';
import { Journey } from './journey.ts';
import { beginSignIn, chooseWay, consent } from './signIn.ts';

interface Stop {
  readonly title: string;
  /** Goes through the sign-in and gives what the status bar then shows. */
  signIn(journey: Journey): Promise<string>;
  /** What the answer to "who am I" says. */
  readonly answer: RegExp;
}

const stops: readonly Stop[] = [
  {
    title: 'Continue with ChatGPT',
    async signIn(journey) {
      const page = await beginSignIn(journey, 'Continue with ChatGPT');
      await journey.screenshot('openai-sharing-consent', page);
      await consent(page, 'pro');
      await page.close();
      return personaOf('pro').email;
    },
    answer: /Grace Hopper/,
  },
  {
    title: 'OpenAI API key',
    async signIn(journey) {
      await chooseWay(journey, 'OpenAI API key');
      await journey.workbench.page.locator('.quick-input-message').waitFor();
      await journey.screenshot('openai-key-form');
      const key = journey.simulator.openai.keyOf('team');
      await journey.workbench.fill([
        ['API key', key],
        ['Organization', ''],
        ['Project', ''],
      ]);
      return key.slice(-4);
    },
    answer: /Alan Turing/,
  },
  {
    title: 'ChatGPT with a code on another device',
    async signIn(journey) {
      await chooseWay(journey, 'ChatGPT account, with a code');
      const dialog = journey.workbench.dialog('Your code');
      await dialog.waitFor();
      await journey.screenshot('openai-device-code');
      const code = /Your code: ([A-Z\d]{4}-[A-Z\d]{5})/.exec((await dialog.textContent()) ?? '')?.[1] ?? '';
      assert.notEqual(code, '');
      const opened = journey.context.waitForEvent('page');
      await dialog.getByRole('button', { name: 'Copy Code and Open Page' }).click();
      const page = await opened;
      await page.waitForLoadState();
      await journey.screenshot('openai-device-page', page);
      await page.getByRole('textbox').fill(code);
      await page.locator('label.person', { hasText: personaOf('plus').email }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Go back to the program').waitFor();
      await page.close();
      return personaOf('plus').email;
    },
    answer: /Ada Lovelace/,
  },
  {
    title: 'Anthropic API key',
    async signIn(journey) {
      await chooseWay(journey, 'Anthropic API key');
      const key = journey.simulator.anthropic.keyOf('developer');
      await journey.workbench.fill([['API key', key]]);
      return key.slice(-4);
    },
    answer: /Ada Lovelace/,
  },
  {
    title: 'Anthropic OAuth with a code to paste',
    async signIn(journey) {
      const page = await beginSignIn(journey, 'Anthropic OAuth');
      await page.locator('label.person', { hasText: 'Corp Research' }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      const shown = (await page.locator('#code').textContent()) ?? '';
      await journey.screenshot('anthropic-code-page', page);
      await page.close();
      await journey.workbench.page.locator('.quick-input-message').waitFor();
      await journey.screenshot('anthropic-paste');
      await journey.workbench.fill([['The code', shown]]);
      return 'katherine@corp.example';
    },
    answer: /Katherine Johnson/,
  },
  {
    title: 'Gemini API key',
    async signIn(journey) {
      await chooseWay(journey, 'Gemini API key');
      const key = journey.simulator.gemini.keyOf('paid');
      await journey.workbench.page.locator('.quick-input-message').waitFor();
      await journey.screenshot('gemini-key-form');
      await journey.workbench.fill([['API key', key]]);
      return key.slice(-4);
    },
    answer: /Ada Lovelace/,
  },
  {
    title: 'Ollama without a key',
    async signIn(journey) {
      await chooseWay(journey, 'Ollama');
      const baseUrl = journey.simulator.openaiCompatible.baseUrl('ollama');
      await journey.workbench.page.locator('.quick-input-message').waitFor();
      await journey.screenshot('ollama-form');
      await journey.workbench.fill([
        ['Base URL', baseUrl],
        ['API key', ''],
        ['Name', 'The machine next door'],
      ]);
      return 'The machine next door';
    },
    answer: /over Chat Completions/,
  },
  {
    title: 'vLLM with a key, going back and forth in its form',
    async signIn(journey) {
      const { workbench, simulator } = journey;
      await chooseWay(journey, 'vLLM');
      await workbench.fill([['Base URL', simulator.openaiCompatible.baseUrl('vllm')]]);
      await workbench.page.locator('.quick-input-message', { hasText: 'API key' }).waitFor();
      await workbench.quickInput.fill(simulator.openaiCompatible.keyOf('company'));
      await workbench.page.locator('.quick-input-widget .codicon-quick-input-back').click();
      for (const question of ['Base URL', 'API key']) {
        await workbench.page.locator('.quick-input-message', { hasText: question }).waitFor();
        await workbench.page.keyboard.press('Enter');
      }
      await workbench.fill([['Name', 'Company server']]);
      return 'Company server';
    },
    answer: /Katherine Johnson/,
  },
];

const inTurn: readonly Theme[] = ['dark', 'light', 'highContrast'];
const narrowSidebarWidth = 220;

describe('Every vendor in VS Code', () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.start({ vsix: testPackage, name: 'vendors', simulator: { devicePollSeconds: 1 } });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => journey[Symbol.asyncDispose]());

  it('the ways to sign in are listed by vendor', async () => {
    await journey.workbench.run('Maestro: Sign In…');
    await journey.workbench.quickPick('Continue with ChatGPT').waitFor();
    await journey.screenshot('ways');
    await journey.workbench.page.keyboard.press('Escape');
  });

  for (const [index, { title, signIn, answer }] of stops.entries()) {
    const theme = inTurn[index % inTurn.length] ?? 'dark';
    it(`${title}: signs in and streams an answer`, async () => {
      await journey.workbench.useTheme(theme);
      const label = await signIn(journey);
      await journey.workbench.accountNamed(label).waitFor();
      const panel = await journey.openPanel();
      await panel.beginChat(journey.workbench);
      await (await panel.ask('who am I?')).getByText(answer).waitFor();
      await panel.stop.waitFor({ state: 'hidden' });
      await journey.screenshot(`${title.toLowerCase().replaceAll(/\W+/g, '-')}-answer`);
    });
  }

  it('the panel is whole in a narrow sidebar', async () => {
    const panel = await journey.openPanel();
    await journey.workbench.useTheme('light');
    await journey.workbench.setSidebarWidth(narrowSidebarWidth);
    await panel.composer.fill('And what is the longest river of Europe?');
    await panel.send.click({ trial: true });
    await journey.screenshot('narrow');
  });
});
