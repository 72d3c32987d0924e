import { commands, type Location, type Uri } from 'vscode';
import { type JsonObject, objectAt } from '../../src/core/json.ts';

export interface ChatOptions {
  /** The id of the model to pick; the one that is picked stays where there is none. */
  readonly model?: string;
  readonly files?: readonly (Uri | Location)[];
}

/** Begins a new conversation in VS Code's Chat view. */
export async function newChat(): Promise<void> {
  await commands.executeCommand('workbench.action.chat.newChat');
}

/** Asks in the Chat view and gives the result of the turn when it has ended: `metadata`, `errorDetails`, `details`. */
export async function askInChat(query: string, { model, files = [] }: ChatOptions = {}): Promise<JsonObject> {
  const modelSelector = model === undefined ? {} : { modelSelector: { vendor: 'maestro', id: model } };
  const options = { query, blockOnResponse: true, attachFiles: files, ...modelSelector };
  const result = await commands.executeCommand<unknown>('workbench.action.chat.open', options);
  return objectAt({ result }, 'result');
}
