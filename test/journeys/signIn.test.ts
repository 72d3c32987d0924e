import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { navigate } from '../navigate.ts';
import type { JournalEntry } from '../simulator/journal.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { beginSignIn, chooseWay, consent, consentAs, signInAs, typeCode } from './signIn.ts';

const callback = 'http://localhost:1455/auth/callback';

describe('Signing in, when it does not go by the book', () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.start({ vsix: testPackage, name: 'sign-in', knownPorts: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    for (const server of occupied.splice(0)) server.close();
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => journey[Symbol.asyncDispose]());

  const occupied: Server[] = [];

  async function occupy(port: number): Promise<void> {
    const server = createServer((socket) => socket.destroy());
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    occupied.push(server);
  }

  it('@maestro without an account says so and offers to sign in', async () => {
    const chat = await journey.openChatView();
    const answer = await chat.ask('What is the capital of France?');
    await answer.getByText('not signed in to any account').waitFor();
    await answer.getByRole('button', { name: 'Sign In' }).waitFor();
    await journey.screenshot('0-maestro-signed-out');
  });

  it('someone who closes the browser cancels, and the port is free again', async () => {
    const page = await beginSignIn(journey);
    await page.close();
    const progress = journey.workbench.notification('Signing in: ChatGPT account');
    await progress.hover();
    await journey.screenshot('1-waiting');
    assert.equal(await navigate(`${callback}?code=x&state=y`), 400, 'a foreign callback is refused');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    while ((await navigate(callback)) !== 0) assert.ok(await journey.workbench.account.isVisible());
  });

  it('someone who declines is told so, and can try again', async () => {
    const page = await beginSignIn(journey);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.waitForURL(/^http:\/\/localhost:1455\//);
    await journey.screenshot('2-declined-page', page);
    await page.close();
    await journey.workbench.notified('The sign-in was declined');
    await journey.screenshot('3-declined');
  });

  it('a busy port is passed over; with both busy a code on any device goes on with the sign-in', async () => {
    await occupy(1455);
    const page = await beginSignIn(journey);
    await page.getByText('http://localhost:1457/auth/callback').waitFor();
    await consent(page, 'plus');
    await page.close();
    await journey.workbench.accountNamed(personaOf('plus').email).waitFor();
    await occupy(1457);
    await chooseWay(journey, 'ChatGPT account');
    await journey.workbench.notification(/ports 1455, 1457 are in use/).waitFor();
    await journey.screenshot('4-ports-busy');
    await journey.workbench.link('Type a code on any device').click();
    await journey.workbench.dialog('Your code').waitFor();
    await journey.screenshot('4-ports-busy-code');
    await typeCode(journey, 'pro');
    await journey.workbench.accountNamed(personaOf('pro').email).waitFor();
  });

  it('whoever the browser remembered, the vendor can be told to ask who it is to be', async () => {
    const { simulator, workbench, context } = journey;
    await consentAs(journey, 'plus');
    const done = workbench.notification(`Signed in as ${personaOf('plus').email}`);
    await done.waitFor();
    await journey.screenshot('4-signed-in');
    const opened = context.waitForEvent('page');
    await done.getByRole('button', { name: 'Use Another Account' }).click();
    const page = await opened;
    await consent(page, 'pro');
    await page.close();
    await workbench.accountNamed(personaOf('pro').email).waitFor();
    const asked = simulator.journal.filter(({ path }) => path === '/oauth/authorize').map(({ query }) => query);
    assert.match(asked.at(-1) ?? '', /&prompt=login$/);
    assert.doesNotMatch(asked.at(-2) ?? '', /prompt/);
  });

  it('a workspace without a platform organisation is told that its plan is used instead', async () => {
    const page = await beginSignIn(journey);
    await consent(page, 'enterprise-without-organization');
    await page.close();
    await journey.workbench.notified(/gave no API key/);
    await journey.screenshot('5-notice');
    await journey.workbench.accountNamed(personaOf('enterprise-without-organization').email).waitFor();
  });

  it('switches between accounts in the status bar, and the next question is paid by the other', async () => {
    const { simulator, workbench } = journey;
    const [ada, katherine] = [personaOf('plus'), personaOf('enterprise')];
    const asked = (): JournalEntry | undefined => simulator.journal.findLast(({ path }) => path.endsWith('/responses'));
    await signInAs(journey, 'enterprise');
    const panel = await journey.openPanel();
    await (await panel.ask('hello')).getByText('Hello Katherine').waitFor();
    assert.equal(asked()?.host, 'api');
    await workbench.accountNamed(katherine.email).click();
    await workbench.quickPick(ada.email).waitFor();
    await journey.screenshot('6-switch');
    await workbench.quickPick(ada.email).click();
    await workbench.accountNamed(ada.email).waitFor();
    await (await panel.ask('hello')).getByText('Hello Ada').waitFor();
    const sent = new Map(asked()?.rawHeaders);
    assert.equal(sent.get('chatgpt-account-id'), ada.accountId);
  });

  it('every account is in VS Code’s Accounts menu', async () => {
    const menu = await journey.workbench.openAccountsMenu();
    for (const persona of ['plus', 'enterprise'] as const) await menu.getByText(personaOf(persona).email).waitFor();
    await journey.screenshot('7-accounts-menu');
    await journey.workbench.page.keyboard.press('Escape');
  });
});
