import assert from 'node:assert/strict';
import { authentication, commands, Uri, workspace } from 'vscode';
import { arrayAt, type Json, numberAt, parseJson, stringAt } from '../../src/core/json.ts';
import { PersonAtBrowser } from '../signInBrowser.ts';
import type { Fault } from '../simulator/faults.ts';
import type { PersonaId } from '../simulator/openai/personas.ts';

/** The id under which VS Code has the accounts of OpenAI. */
export const provider = 'maestro-openai';

/** Signs in to ChatGPT as the person does it: with the command, and the consent page in the browser. */
export async function signIn(persona: PersonaId): Promise<void> {
  await reset();
  const done = commands.executeCommand('maestro.signIn', { vendor: 'openai', method: 'chatgpt' });
  await new PersonAtBrowser(persona).open(await openedPage());
  await done;
}

/** Signs out of everything here, taking the first choice of each question as soon as it is there. */
export async function signOutOfAll(): Promise<void> {
  // A page that takes the focus as it comes closes the question unanswered.
  do await accepting('maestro.signOutOfAll');
  while ((await authentication.getAccounts(provider)).length > 0);
}

/** Runs a command that asks with quick picks, and takes the first choice of each with Enter. */
export async function accepting(command: string): Promise<void> {
  let done = false;
  const running = Promise.resolve(commands.executeCommand(command)).finally(() => {
    done = true;
  });
  while (!done) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await running;
}

/** The id of the account of this name. */
export async function accountIdOf(label: string): Promise<string> {
  const accounts = await authentication.getAccounts(provider);
  const found = accounts.find((account) => account.label === label);
  if (found === undefined) throw new Error(`${label} is not signed in`);
  return found.id;
}

/** Lets the next requests go wrong. */
export async function script(...faults: readonly Fault[]): Promise<void> {
  const answer = await fetch(control('script'), { method: 'POST', body: JSON.stringify(faults) });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** Forgets what was asked so far, and the faults still to come. */
export async function reset(): Promise<void> {
  await fetch(control('reset'), { method: 'POST' });
}

/** A question that reached the model: its body, and whether the client has left before the answer was complete. */
export interface AskedQuestion {
  readonly body: Json | undefined;
  readonly isClosed: boolean;
}

/** The questions since the last {@link reset}, in order. */
export async function askedQuestions(): Promise<readonly AskedQuestion[]> {
  const journal = { entries: parseJson(await (await fetch(control('journal'))).text()) ?? [] };
  return arrayAt(journal, 'entries')
    .filter((entry) => (stringAt(entry, 'path') ?? '').endsWith('/responses'))
    .map((entry) => ({
      body: parseJson(stringAt(entry, 'body') ?? ''),
      isClosed: numberAt(entry, 'closedByClientMs') !== null,
    }));
}

/** The input items that the last question was sent with. */
export async function lastInput(): Promise<readonly Json[]> {
  return arrayAt((await askedQuestions()).at(-1)?.body, 'input');
}

/** The text of an input item. */
export function textOf(item: Json | undefined): string {
  return arrayAt(item, 'content')
    .map((part) => stringAt(part, 'text') ?? '')
    .join('\n');
}

/** The folder that is open in VS Code. */
export function folder(): Uri {
  const [first] = workspace.workspaceFolders ?? [];
  assert.ok(first !== undefined);
  return first.uri;
}

/** Writes a file in that folder. */
export async function write(name: string, text: string): Promise<Uri> {
  const file = Uri.joinPath(folder(), name);
  await workspace.fs.writeFile(file, Buffer.from(text));
  return file;
}

/** The text of a file. */
export async function read(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** The sign-in page that VS Code opened in the browser, as soon as the simulator was asked for it. Throws if it never was. */
async function openedPage(): Promise<URL> {
  const answer = await fetch(control('wait/oauth/authorize'));
  if (!answer.ok) throw new Error(`VS Code opened no sign-in page: ${await answer.text()}`);
  const entry = parseJson(await answer.text());
  return new URL(`${authBaseUrl()}/oauth/authorize${stringAt(entry, 'query') ?? ''}`);
}

/** Where the simulator's own surface is. */
function control(path: string): URL {
  return new URL(`/_simulator/${path}`, authBaseUrl());
}

function authBaseUrl(): string {
  return workspace.getConfiguration('maestro.openai').get('authBaseUrl', '');
}
