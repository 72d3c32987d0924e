import assert from 'node:assert/strict';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { beginSignIn, chooseWay, typeCode } from './signIn.ts';

/** A name of this machine that does not look like it, as that of a server that VS Code comes from. */
const host = 'code.localhost';

describe('Signing in with a browser on another machine than VS Code', () => {
  let journey: Journey;

  before(async () => {
    const settings = { 'maestro.anthropic.oauth.redirectUri': `http://${host}:*` };
    const simulator = { anthropic: { ownAddress: `http://${host}:` } };
    journey = await Journey.start({ vsix: testPackage, name: 'far-browser', settings, simulator });
    await journey.workbench.open(journey.web.url.replace('127.0.0.1', host));
    // Nothing of that machine listens on this one.
    await journey.context.route(/^http:\/\/(localhost|127\.0\.0\.1):\d+\/auth\/callback/, (route) => route.abort());
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => journey[Symbol.asyncDispose]());

  it('the vendor sends it to the address that VS Code has there, which hands the answer on', async () => {
    const page = await beginSignIn(journey, 'Anthropic OAuth');
    await page.locator('label.person', { hasText: 'Corp Research' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('You can close this page').waitFor();
    await journey.screenshot('1-callback', page);
    await page.close();
    await journey.workbench.accountNamed('katherine@corp.example').waitFor();
    await journey.workbench.notified('Signed in as katherine@corp.example');
    await journey.screenshot('2-signed-in');
    const [asked] = journey.simulator.journal.filter(({ path }) => path === '/oauth/authorize');
    const redirectUri = new URLSearchParams(asked?.query).get('redirect_uri') ?? '';
    assert.ok(redirectUri.startsWith(`http://${host}:`), redirectUri);
    assert.match(redirectUri, /maestro-llm\.maestro/);
  });

  it('a vendor that sends it to its own machine is helped by pasting the address that it ended at, at once, and nowhere else (OA-62)', async () => {
    const page = await beginSignIn(journey, 'Continue with ChatGPT');
    const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/auth/callback'));
    await page.locator('label.person', { hasText: personaOf('pro').email }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    const address = (await ended).url();
    await page.close();
    await journey.workbench.page
      .locator('.quick-input-message', { hasText: 'Paste it here and nowhere else' })
      .waitFor();
    await journey.screenshot('3-paste');
    await journey.workbench.fill([['The address', address]]);
    await journey.workbench.accountNamed(personaOf('pro').email).waitFor();
  });

  it('where the vendor has codes for other devices, it begins with one', async () => {
    await chooseWay(journey, 'ChatGPT account');
    await journey.workbench.dialog('Your code').waitFor();
    await journey.screenshot('4-code');
    await typeCode(journey, 'plus');
    await journey.workbench.accountNamed(personaOf('plus').email).waitFor();
  });
});
