import assert from 'node:assert/strict';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { beginSignIn, chooseWay, signInAs } from './signIn.ts';

const ada = personaOf('plus').email;

describe('Several accounts in VS Code', () => {
  let journey: Journey;

  before(async () => {
    const settings = { 'maestro.fallback.accounts': ['Gemini key …0000'] };
    journey = await Journey.start({ vsix: testPackage, name: 'accounts', settings });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => journey[Symbol.asyncDispose]());

  async function manage(account: string, action: string): Promise<void> {
    const { workbench } = journey;
    await workbench.run('Maestro: Manage Accounts…');
    await workbench.quickPick(account).click();
    await workbench.quickPick(action).click();
  }

  it('a browser that cannot come back is helped by pasting the address', async () => {
    const { workbench, context } = journey;
    let landed = '';
    // As on a machine where nothing listens: the browser learns where to go and does not get there.
    await context.route('**/oauth/consent', async (route) => {
      const answer = await route.fetch({ maxRedirects: 0 });
      landed = answer.headers()['location'] ?? '';
      await route.fulfill({ status: 504, body: 'This page does not load.' });
    });
    const page = await beginSignIn(journey);
    await page.getByRole('button', { name: 'Continue' }).click();
    await workbench.notification('did the browser not come back here?').waitFor();
    await journey.screenshot('1-paste-hint');
    await workbench.link('Paste the address').click();
    await workbench.fill([['The address', landed]]);
    await workbench.accountNamed(ada).waitFor();
    await page.close();
    await context.unroute('**/oauth/consent');
  });

  it('accounts of several vendors are listed by vendor, with their models', async () => {
    const { workbench, simulator } = journey;
    await chooseWay(journey, 'Gemini API key');
    await workbench.fill([['API key', simulator.gemini.keyOf('paid')]]);
    await workbench.accountNamed('Gemini key').waitFor();
    await signInAs(journey, 'enterprise');
    await workbench.account.click();
    await workbench.quickPick(ada).waitFor();
    await journey.screenshot('2-switch');
    await workbench.quickPick(ada).click();
    await workbench.accountNamed(ada).waitFor();
  });

  it('an account can be renamed, and its connection tested', async () => {
    const { workbench } = journey;
    await manage(ada, 'Rename…');
    await workbench.page.locator('.quick-input-title', { hasText: `Rename ${ada}` }).waitFor();
    await workbench.quickInput.fill('Ada, private');
    await workbench.page.keyboard.press('Enter');
    await workbench.accountNamed('Ada, private').waitFor();
    await manage('Ada, private', 'Test Connection');
    await workbench.notified(/Ada, private works: \d+ models/);
    await journey.screenshot('3-tested');
  });

  it('a pin to the workspace is stronger than the default, and survives a reload', async () => {
    const { workbench } = journey;
    const katherine = personaOf('enterprise').email;
    await workbench.run('Maestro: Manage Accounts…');
    await workbench.quickPick(katherine).click();
    await workbench.quickPick('Always Use in This Workspace').waitFor();
    await journey.screenshot('4-manage');
    await workbench.quickPick('Always Use in This Workspace').click();
    await workbench.accountNamed(katherine).waitFor();
    await manage('Ada, private', 'Use by Default');
    await workbench.accountNamed(katherine).waitFor();
    await workbench.reloadWindow();
    await workbench.accountNamed(katherine).waitFor();
    await manage(katherine, 'No Longer Only in This Workspace');
    await workbench.accountNamed('Ada, private').waitFor();
  });

  it('two keys go to the account that was used before, and back', async () => {
    const { workbench } = journey;
    const before = 'Ada, private';
    const panel = await journey.openPanel();
    await (await panel.ask('hello')).waitFor();
    await workbench.account.click();
    await workbench.quickPick('Gemini key …0000').click();
    await workbench.accountNamed('Gemini key').waitFor();
    await (await panel.ask('hello')).waitFor();
    for (const next of [before, 'Gemini key', before]) {
      await workbench.page.keyboard.press('Control+F9');
      await workbench.quickInput.waitFor();
      await workbench.page.keyboard.press('Enter');
      await workbench.accountNamed(next).waitFor();
    }
  });

  it('a model is chosen from what the vendor lists, and answers', async () => {
    const { workbench } = journey;
    await workbench.run('Maestro: Choose Model…');
    await workbench.quickPick('GPT-5.5').waitFor();
    await journey.screenshot('5-models');
    await workbench.quickPick('GPT-5.5').click();
    const panel = await journey.openPanel();
    await (await panel.ask('who am I?')).getByText('gpt-5.5', { exact: true }).waitFor();
  });

  it('a reached limit shows in the status bar until an answer comes', async () => {
    const { workbench, simulator } = journey;
    simulator.script({ host: 'chatgpt', path: '/codex/responses', named: 'usage-limit' });
    const panel = await journey.openPanel();
    await panel.ask('hello');
    await workbench.dialog('Let Gemini key …0000 answer').getByRole('button', { name: 'Cancel' }).click();
    await panel.failure.getByText('limit is reached').waitFor();
    await workbench.account.locator('.codicon-circle-slash').waitFor();
    await workbench.account.hover();
    await workbench.page.locator('.monaco-hover', { hasText: 'limit is reached' }).first().waitFor();
    await journey.screenshot('6-limit');
    await panel.ask('hello again');
    await workbench.dialog('Let Gemini key …0000 answer').getByRole('button', { name: 'Cancel' }).click();
    await workbench.account.locator('.codicon-circle-slash').waitFor({ state: 'detached' });
  });

  it('another account steps in for a reached limit once that was agreed, and the answer says so', async () => {
    const { workbench, simulator } = journey;
    simulator.script({ host: 'chatgpt', path: '/codex/responses', named: 'usage-limit' });
    const panel = await journey.openPanel();
    const answer = await panel.ask('What is the capital of France?');
    const dialog = workbench.dialog('Let Gemini key …0000 answer');
    await dialog.waitFor();
    await journey.screenshot('7-step-in');
    await dialog.getByRole('button', { name: 'Ask Gemini key …0000' }).click();
    await answer.getByText('stepped in').waitFor();
    await answer.getByText('a thousand years').waitFor();
    await journey.screenshot('8-stepped-in');
    await workbench.accountNamed('Ada, private').waitFor();
    await (await panel.ask('What is the population of that city?')).getByText('stepped in').waitFor();
    await workbench.account.click();
    await workbench.quickPick('Gemini key …0000').getByText('used just now').waitFor();
    await journey.screenshot('9-last-use');
    await workbench.page.keyboard.press('Escape');
  });

  it('a second window has the same accounts, and one that is signed out in its Accounts menu is gone from both', async () => {
    const { workbench } = journey;
    const other = await journey.openWindow();
    await other.accountNamed('Ada, private').waitFor();
    await other.signOutInAccountsMenu('Ada, private');
    for (const window of [other, workbench]) {
      await window.accountNamed('Ada, private').waitFor({ state: 'detached' });
      await window.account.click();
      for (const left of [personaOf('enterprise').email, 'Gemini key …0000']) await window.quickPick(left).waitFor();
      assert.equal(await window.quickPick('Ada, private').count(), 0);
      await window.page.keyboard.press('Escape');
    }
    await journey.screenshot('10-second-window', other.page);
    await other.page.close();
  });
});
