import type { Page } from 'playwright-core';
import { type PersonaId, personaOf } from '../simulator/personas.ts';
import type { Journey } from './journey.ts';

/**
 * Starts `Maestro: Sign In…` from the command palette and returns the page that the vendor shows in the browser. `method` is
 * the label of the way to sign in, for as soon as Maestro has more than one and asks.
 */
export async function beginSignIn({ workbench, context }: Journey, method: string | null = null): Promise<Page> {
  const opened = context.waitForEvent('page');
  opened.catch(() => {});
  await workbench.run('Maestro: Sign In…');
  if (method !== null) await workbench.quickPick(method).click();
  const page = await opened;
  await page.waitForLoadState();
  return page;
}

/** On the simulator's consent page: chooses the person and continues. Returns when the browser is back at Maestro. */
export async function consent(page: Page, persona: PersonaId): Promise<void> {
  const { email } = personaOf(persona);
  await page.locator('label.person', { hasText: email }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/^http:\/\/localhost:\d+\//);
}

/** Signs in as the person and waits until the status bar shows the account. */
export async function signInAs(journey: Journey, persona: PersonaId): Promise<void> {
  const page = await beginSignIn(journey);
  await consent(page, persona);
  await page.close();
  await journey.workbench.accountNamed(personaOf(persona).email).waitFor();
}
