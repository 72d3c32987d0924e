import assert from 'node:assert/strict';
import { authentication, commands, extensions } from 'vscode';

const extension = extensions.getExtension('maestro-llm.maestro');

describe('extension', () => {
  it('activates without an account, and every command of its manifest is there', async () => {
    await extension?.activate();
    const manifest: unknown = extension?.packageJSON;
    const contributed = [...JSON.stringify(manifest).matchAll(/"command":"(maestro\.\w+)"/g)].map((match) => match[1]);
    const registered = new Set(await commands.getCommands(true));
    assert.ok(contributed.length > 0);
    assert.deepEqual(
      contributed.filter((command) => command === undefined || !registered.has(command)),
      [],
    );
  });

  it('offers OpenAI accounts to VS Code, none yet', async () => {
    assert.deepEqual(await authentication.getAccounts('maestro-openai'), []);
  });

  it('shows its view', async () => {
    await commands.executeCommand('maestro.chat.focus');
  });
});
