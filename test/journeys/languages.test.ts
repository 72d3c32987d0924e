import assert from 'node:assert/strict';
import { bundle, manifestTexts } from '../languages.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { travel } from './journey.ts';
import { consent } from './signIn.ts';

describe('VS Code in another language', () => {
  it('has Maestro’s commands, dialogs, panel and the page after a sign-in in German', async () => {
    const translations = bundle('de');
    const said = (english: string): string => translations.get(english) ?? assert.fail(english);
    await travel({ vsix: testPackage, name: 'german', language: 'de' }, async (journey) => {
      const { workbench } = journey;
      await workbench.accountNamed(said('Maestro: Sign In')).waitFor();
      const panel = await journey.openPanel();
      await panel.vendor('openai').getByText(said('With your ChatGPT plan or an API key')).waitFor();
      await journey.screenshot('1-panel');

      const opened = journey.context.waitForEvent('page');
      await workbench.run(`Maestro: ${manifestTexts('de').get('command.signIn')}`);
      await workbench.quickPick(said('ChatGPT account')).click();
      const page = await opened;
      await consent(page, 'plus');
      assert.equal(await page.getByRole('heading').textContent(), said('Sign-in received'));
      await page.close();

      const { email } = personaOf('plus');
      await workbench.notified(said('Signed in as {0}.').replace('{0}', email));
      await panel.composer.waitFor();
      assert.equal(await panel.composer.getAttribute('aria-label'), said('Your question'));
      await journey.screenshot('2-signed-in');
    });
  });
});
