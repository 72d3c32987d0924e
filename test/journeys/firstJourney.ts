import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { grepForSecrets } from '../secretSearch.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import type { Journey } from './journey.ts';
import { beginSignIn, consent } from './signIn.ts';
import { stepTimeoutMs } from './workbench.ts';

/** Two questions, the second of which only makes sense after the first, with what their answers must say. */
const exchange = [
  { question: 'What is the capital of France?', answer: /The capital of France is Paris\..*a thousand years\./s },
  {
    question: 'What is the population of that city?',
    answer: /About 2\.1 million people live in Paris .*metropolitan area\./s,
  },
] as const;

/**
 * The main job from a new user's first minute to the last: sign in through the browser, ask in the panel and in VS Code's
 * Chat view, reload, sign out. Throws at the first step that goes wrong.
 */
export async function firstJourney(journey: Journey): Promise<void> {
  const { workbench, say } = journey;
  const { email } = personaOf('plus');
  await journey.screenshot('1-signed-out');

  const page = await beginSignIn(journey);
  await journey.screenshot('2-consent', page);
  const consentedMs = Date.now();
  await consent(page, 'plus');
  await workbench.accountNamed(email).waitFor();
  say(`Signed in as ${email}, ${Date.now() - consentedMs} ms after consent.`);
  await journey.screenshot('3-callback', page);
  await page.close();
  await workbench.notified(`Signed in as ${email}`);
  await workbench.run('Notifications: Clear All Notifications');

  const panel = await journey.openPanel();
  for (const { question, answer } of exchange) {
    await streamed(await panel.ask(question), answer);
    say(`Panel: ${question}`);
  }
  await journey.screenshot('4-panel');

  const chat = await journey.openChatView();
  for (const { question, answer } of exchange) {
    await streamed(await chat.ask(question), answer);
    say(`@maestro: ${question}`);
  }
  await journey.screenshot('5-dark');
  await showThemes(journey);

  await workbench.reload();
  await workbench.accountNamed(email).waitFor();
  await (await journey.openPanel()).composer.waitFor();
  say('Still signed in after a reload.');
  await journey.screenshot('9-reloaded');

  await signOut(journey, email);
  say('Signed out.');
  await journey.screenshot('10-signed-out');
  assert.deepEqual(await leakedSecrets(journey), [], 'A secret was written');
  say('No secret was written anywhere.');
}

/** Every secret that the vendor issued, searched in everything that was printed and written. */
export async function leakedSecrets(journey: Journey): Promise<readonly string[]> {
  const { simulator, web } = journey;
  return await grepForSecrets(simulator.secrets, [web.profile.folder, journey.printed(), ...journey.screenshots]);
}

async function signOut({ workbench }: Journey, label: string): Promise<void> {
  await workbench.run('Maestro: Sign Out…');
  await workbench.quickPick(label).click();
  await workbench.quickPick('Sign Out Here').click();
  await workbench.accountNamed('Maestro: Sign In').waitFor();
}

/** Waits for the whole answer and fails if it did not come bit by bit. */
async function streamed(place: Locator, answer: RegExp): Promise<void> {
  const lengths = new Set<number>();
  const deadlineMs = Date.now() + stepTimeoutMs;
  for (;;) {
    const text = (await place.textContent()) ?? '';
    lengths.add(text.length);
    if (answer.test(text)) break;
    assert.ok(Date.now() < deadlineMs, `No answer like ${answer} but: ${text}`);
  }
  assert.ok(lengths.size > 1, `The answer came in one piece: ${await place.textContent()}`);
}

/** The same window in the other themes, and with a narrow sidebar. */
async function showThemes(journey: Journey): Promise<void> {
  const { workbench } = journey;
  await workbench.useTheme('light');
  await journey.screenshot('6-light');
  await workbench.useTheme('highContrast');
  await journey.screenshot('7-high-contrast');
  await workbench.useTheme('dark');
  await workbench.setSidebarWidth(narrowSidebarWidth);
  await journey.screenshot('8-narrow');
}

const narrowSidebarWidth = 220;
