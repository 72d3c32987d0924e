import { commands, type Range, Uri, window, workspace } from 'vscode';
import { arrayAt, type Json, type JsonObject, member, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { folder } from './person.ts';

export interface ChatOptions {
  /** The id of the model to pick; the one that is picked stays where there is none. */
  readonly model?: string;
  /** Who offers that model, if it is not Maestro. */
  readonly vendor?: string;
  readonly files?: readonly Uri[];
}

/** Begins a new conversation in VS Code's Chat view. */
export async function newChat(): Promise<void> {
  await commands.executeCommand('workbench.action.chat.newChat');
}

/** Adds a selection to the next question, as the person does it in the editor. */
export async function attachSelection(file: Uri, range: Range): Promise<void> {
  await window.showTextDocument(file, { selection: range });
  await commands.executeCommand('workbench.action.chat.attachSelection');
}

/** Asks in the Chat view and gives the result of the turn when it has ended: `metadata`, `errorDetails`, `details`. */
export async function askInChat(
  query: string,
  { model, vendor = 'maestro', files = [] }: ChatOptions = {},
): Promise<JsonObject> {
  const modelSelector = model === undefined ? {} : { modelSelector: { vendor, id: model } };
  const options = { query, blockOnResponse: true, attachFiles: files, ...modelSelector };
  const result = await commands.executeCommand<unknown>('workbench.action.chat.open', options);
  return objectAt({ result }, 'result');
}

/** What the person sees of the last answer, with the buttons below it and what VS Code offers to ask next. */
export interface ShownAnswer {
  /** Whether its turn has ended: VS Code keeps a result only then. */
  readonly isWhole: boolean;
  /** How many questions the conversation has, this answer's included. */
  readonly questions: number;
  /** Without the backslashes that keep Markdown from reading it. */
  readonly text: string;
  readonly buttons: readonly { readonly title: string; click(): Promise<void> }[];
  readonly followUps: readonly string[];
  /** All of it as VS Code keeps it. */
  readonly parts: readonly Json[];
}

/** The last answer of the Chat view. */
export async function shownAnswer(): Promise<ShownAnswer> {
  const file = Uri.joinPath(folder(), 'conversation.json');
  await commands.executeCommand('workbench.action.chat.export', file);
  const conversation = parseJson(new TextDecoder().decode(await workspace.fs.readFile(file)));
  const turns = arrayAt(conversation, 'requests');
  const turn = turns.at(-1);
  const parts = arrayAt(turn, 'response');
  return {
    isWhole: member(turn, 'result') !== undefined,
    questions: turns.length,
    parts,
    text: parts
      .map((part) => stringAt(part, 'value') ?? '')
      .join('')
      .replaceAll('\\', ''),
    buttons: parts
      .filter((part) => stringAt(part, 'kind') === 'command')
      .map((part) => ({
        title: stringAt(objectAt(part, 'command'), 'title') ?? '',
        async click() {
          const { id, arguments: given } = readCommand(objectAt(part, 'command'));
          await commands.executeCommand(id, ...given);
        },
      })),
    followUps: arrayAt(turn, 'followups').map((one) => stringAt(one, 'title') ?? stringAt(one, 'message') ?? ''),
  };
}

function readCommand(command: JsonObject): { readonly id: string; readonly arguments: readonly unknown[] } {
  return { id: stringAt(command, 'id') ?? '', arguments: arrayAt(command, 'arguments') };
}
