import { commands, window } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import { commandOf } from '../actions.ts';
import { actionLabel, describe } from '../words.ts';

/** Says in a notification what is wrong, with the ways out that can be taken from there. */
export async function tellFailure(failure: Failure): Promise<void> {
  const { sentence, actions } = describe(failure);
  const ways = actions.flatMap((action) => {
    const command = commandOf(action);
    return command === null ? [] : [{ title: actionLabel(action), command }];
  });
  const chosen = await window.showWarningMessage(sentence, ...ways);
  if (chosen !== undefined) await commands.executeCommand(chosen.command);
}
