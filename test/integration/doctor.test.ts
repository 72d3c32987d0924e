import assert from 'node:assert/strict';
import { authentication, commands, env, window, workspace } from 'vscode';
import { personaOf } from '../simulator/openai/personas.ts';
import { accountIdOf, provider, signIn, signOutOfAll } from './person.ts';

const ada = personaOf('plus');

/** What the command opens. */
async function opened(): Promise<string> {
  await commands.executeCommand('maestro.doctor');
  const document = window.activeTextEditor?.document;
  assert.ok(document?.isUntitled);
  assert.equal(document.languageId, 'markdown');
  const text = document.getText();
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return text;
}

function section(text: string, title: string): string {
  return text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
}

describe('Maestro: Doctor', () => {
  after(signOutOfAll);

  it('without an account looks at everything else, and says how to sign in', async () => {
    assert.deepEqual(await authentication.getAccounts(provider), []);
    const text = await opened();
    assert.match(text, new RegExp(`^- ${env.appName.replaceAll(/\W/g, '\\$&')} `, 'm'));
    assert.match(section(text, 'Accounts'), /Nobody is signed in/);
    assert.match(section(text, 'Network'), /no host to ask/);
  });

  it('with one reaches its hosts, tries the keyring, the ports, the storage and the models, and names nobody', async () => {
    await signIn('plus');
    const text = await opened();
    for (const [title, says] of [
      ['Proxy', /OK · \*\*Certificates\*\*/],
      ['Network', /OK · \*\*127\.0\.0\.1:\d+\*\*: It answers/],
      ['Keyring', /OK · \*\*Keyring\*\*: What was stored was there again/],
      ['Signing in', /OK · \*\*Callback on localhost\*\*.*OK · \*\*Way back from the browser\*\*/s],
      ['Accounts', /OK · \*\*1\. OpenAI, chatgpt, “a…”\*\*/],
      ['Models in VS Code', /OK · \*\*Models in VS Code\*\*: VS Code lists all that Maestro gives it: [2-9]/],
      ['Storage', /OK · \*\*Shared storage\*\*.*OK · \*\*Locks\*\*.*OK · \*\*Conversations\*\*/s],
      ['Settings', /Changed: .*maestro\.openai\.authBaseUrl/],
    ] as const) {
      assert.match(section(text, title), says, text);
    }
    assert.doesNotMatch(text, /FAIL/);
    for (const name of [
      ada.email,
      await accountIdOf(ada.email),
      workspace.workspaceFolders?.[0]?.uri.fsPath ?? ada.email,
    ]) {
      assert.ok(!text.includes(name), name);
    }
  });
});
