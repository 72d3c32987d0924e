import { commands, type Disposable } from 'vscode';
import type { OnDemand } from '../core/onDemand.ts';
import { chatCommandIds } from './chatCommandIds.ts';
import type { Surfaces } from './surfaces.ts';

/** Tells VS Code of the commands around the chat; what they do is loaded with the first that is run. */
export function registerChatCommands(surfaces: OnDemand<Surfaces>): readonly Disposable[] {
  return chatCommandIds.map((id) =>
    commands.registerCommand(id, async (given?: unknown, chosen?: unknown) => {
      const [{ chatCommands }, all] = await Promise.all([import('./chatCommands.ts'), surfaces.get()]);
      return chatCommands(all)[id](given, chosen);
    }),
  );
}
