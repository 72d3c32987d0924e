import { commands, type Disposable } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { OpenConversations } from './chat/openConversations.ts';

/** What the walkthrough ticks off by itself, as VS Code's context keys. Switching accounts is a command that it sees itself. */
type Step = 'maestro.hasSignedIn' | 'maestro.hasChatted' | 'maestro.hasAskedInChat';

/** Tells VS Code of the first account. */
export function watchFirstAccount({ accounts }: Maestro): Disposable {
  return {
    dispose: accounts.onDidChange(() => {
      if (accounts.list.length > 0) tick('maestro.hasSignedIn');
    }),
  };
}

/** Tells VS Code of the first whole answer in the panel. */
export function watchFirstAnswer(conversations: OpenConversations): Disposable {
  return {
    dispose: conversations.onUpdate((update) => {
      if (update.kind === 'ended' && update.outcome.kind === 'complete') tick('maestro.hasChatted');
    }),
  };
}

/** Ticks off a step; once is enough, VS Code remembers it. */
export function tick(step: Step): void {
  void commands.executeCommand('setContext', step, true);
}
