import assert from 'node:assert/strict';
import { authentication, commands, LanguageModelChatMessage, LanguageModelToolCallPart, lm, workspace } from 'vscode';
import { parseJson, stringAt } from '../../src/core/json.ts';
import { PersonAtBrowser } from '../signInBrowser.ts';
import type { PersonaId } from '../simulator/openai/personas.ts';

const provider = 'maestro-openai';

/** Where the simulator's own surface is. */
function control(path: string): URL {
  return new URL(`/_simulator/${path}`, workspace.getConfiguration('maestro.openai').get('authBaseUrl', ''));
}

/** The sign-in page that VS Code opened in the browser, as soon as the simulator was asked for it. */
async function openedPage(): Promise<URL> {
  const entry = parseJson(await (await fetch(control('wait/oauth/authorize'))).text());
  const auth = workspace.getConfiguration('maestro.openai').get('authBaseUrl', '');
  return new URL(`${auth}/oauth/authorize${stringAt(entry, 'query') ?? ''}`);
}

async function signIn(persona: PersonaId): Promise<void> {
  await fetch(control('reset'), { method: 'POST' });
  const done = commands.executeCommand('maestro.signIn', { vendor: 'openai', method: 'chatgpt' });
  await new PersonAtBrowser(persona).open(await openedPage());
  await done;
}

const labels = async (): Promise<readonly string[]> =>
  (await authentication.getAccounts(provider)).map(({ label }) => label);

/** Takes the first account of the quick pick with Enter, as soon as the quick pick is there. */
async function signOutFirst(): Promise<void> {
  let done = false;
  const signingOut = Promise.resolve(commands.executeCommand('maestro.signOut')).finally(() => {
    done = true;
  });
  while (!done) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await signingOut;
}

describe('sign-in in VS Code', () => {
  it('a personal and an enterprise account are both listed by VS Code', async () => {
    const changed = new Promise((resolve) =>
      authentication.onDidChangeSessions(({ provider: { id } }) => id === provider && resolve(id)),
    );
    await signIn('plus');
    await changed;
    assert.deepEqual(await labels(), ['ada@example.com']);
    await signIn('enterprise');
    assert.deepEqual([...(await labels())].sort(), ['ada@example.com', 'katherine@corp.example']);
  }).timeout(60_000);

  it('offers the active account’s models, and they answer', async () => {
    const models = await lm.selectChatModels({ vendor: 'maestro' });
    const sol = models.find(({ family }) => family === 'gpt-5.6-sol');
    assert.ok(sol !== undefined, `there are ${models.length} models`);
    const answer = await sol.sendRequest([LanguageModelChatMessage.User('What is the capital of France?')]);
    let text = '';
    for await (const piece of answer.text) text += piece;
    assert.match(text, /Paris/);
    const call = await sol.sendRequest([LanguageModelChatMessage.User('call a tool')], {
      tools: [
        { name: 'get_weather', description: 'Tells the weather', inputSchema: { type: 'object', properties: {} } },
      ],
    });
    const calls: string[] = [];
    for await (const part of call.stream) if (part instanceof LanguageModelToolCallPart) calls.push(part.name);
    assert.ok(calls.length > 0);
  }).timeout(60_000);

  it('gives no session to an extension that the user has not allowed (OA-75)', async () => {
    assert.equal(await authentication.getSession(provider, [], { silent: true }), undefined);
  });

  it('signs out', async () => {
    await signOutFirst();
    await signOutFirst();
    assert.deepEqual(await labels(), []);
  });
});
