import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import { signInAs } from './signIn.ts';

/** A tool of VS Code itself that may do anything, as far as Maestro knows; models are offered it. */
export const foreignTool = 'terminal_selection';

let shared: Promise<Journey> | null = null;

/**
 * One VS Code, signed in to one account, for the files of tests that need no other and leave it so: each begins a chapter of its
 * journey. It is started for the first of them in this process, and ends with the last test.
 */
export async function sharedJourney(chapter: string): Promise<Journey> {
  shared ??= begin();
  const journey = await shared;
  await journey.chapter(chapter);
  return journey;
}

after(async () => {
  const journey = await shared?.catch(() => null);
  await journey?.[Symbol.asyncDispose]();
});

async function begin(): Promise<Journey> {
  const settings = { 'maestro.tools.more': [foreignTool] };
  const journey = await Journey.start({ vsix: testPackage, name: 'shared', settings });
  await signInAs(journey, 'plus');
  return journey;
}
