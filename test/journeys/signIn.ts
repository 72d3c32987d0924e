import type { Page } from 'playwright-core';
import { type PersonaId, personaOf } from '../simulator/openai/personas.ts';
import type { Journey } from './journey.ts';

const chatGpt = 'ChatGPT account';

/** Starts `Maestro: Sign In…` from the command palette and chooses the way to sign in by its label. */
export async function chooseWay({ workbench }: Journey, method: string): Promise<void> {
  await workbench.run('Maestro: Sign In…');
  await workbench.quickInput.fill(method);
  await workbench.quickPick(method).click();
}

/** The same, and returns the page that the vendor shows in the browser. */
export async function beginSignIn(journey: Journey, method = chatGpt): Promise<Page> {
  const opened = journey.context.waitForEvent('page');
  opened.catch(() => {});
  await chooseWay(journey, method);
  const page = await opened;
  await page.waitForLoadState();
  return page;
}

/** On the simulator's consent page: chooses the person and continues. Returns when the browser is back at Maestro. */
export async function consent(page: Page, persona: PersonaId): Promise<void> {
  const { email } = personaOf(persona);
  await page.locator('label.person', { hasText: email }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/^http:\/\/(localhost|127\.0\.0\.1):\d+\/auth\//);
}

/** Types the code that VS Code shows on the vendor's page, as on another device, and continues as the person. */
export async function typeCode({ workbench, context }: Journey, persona: PersonaId): Promise<void> {
  const dialog = workbench.dialog('Your code');
  await dialog.waitFor();
  const code = /Your code: ([A-Z\d]{4}-[A-Z\d]{5})/.exec((await dialog.textContent()) ?? '')?.[1] ?? '';
  const opened = context.waitForEvent('page');
  await dialog.getByRole('button', { name: 'Copy Code and Open Page' }).click();
  const page = await opened;
  await page.getByRole('textbox').fill(code);
  await page.locator('label.person', { hasText: personaOf(persona).email }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Go back to the program').waitFor();
  await page.close();
}

/** Signs in as the person and comes back to VS Code. */
export async function consentAs(journey: Journey, persona: PersonaId): Promise<void> {
  const page = await beginSignIn(journey);
  await consent(page, persona);
  await page.close();
}

/** The same; waits until the status bar shows the account, and closes the notification that says so: it could lie above what comes next. */
export async function signInAs(journey: Journey, persona: PersonaId): Promise<void> {
  const { workbench } = journey;
  const { email } = personaOf(persona);
  await consentAs(journey, persona);
  await workbench.accountNamed(email).waitFor();
  await workbench.notified(`Signed in as ${email}`);
  await workbench.run('Notifications: Clear All Notifications');
}
