import Mocha, { type Suite } from 'mocha';
import { commands, Uri, workspace } from 'vscode';

/** Lets every suite find the workspace as the first one did, whatever those before it have written. */
export async function keepWorkspaceClean(all: Suite): Promise<void> {
  const before = await names();
  all.on(Mocha.Suite.constants.EVENT_SUITE_ADD_SUITE, (suite: Suite) => {
    suite.afterAll('leaves nothing in the workspace', async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      const folder = root();
      if (folder === null) return;
      for (const name of await names()) {
        if (!before.has(name)) await workspace.fs.delete(Uri.joinPath(folder, name), { recursive: true });
      }
    });
  });
}

function root(): Uri | null {
  return workspace.workspaceFolders?.[0]?.uri ?? null;
}

async function names(): Promise<ReadonlySet<string>> {
  const folder = root();
  return new Set(folder === null ? [] : (await workspace.fs.readDirectory(folder)).map(([name]) => name));
}
