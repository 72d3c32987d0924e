import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { arrayAt, isObject, type Json, type JsonObject, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { openChat, thinkingPart } from '../../src/vscode/undocumented.ts';
import { askInChat, newChat, shownAnswer } from './chatView.ts';
import { accountIdOf, askedQuestions, reset, signIn, signOutOfAll } from './person.ts';

const User = vscode.LanguageModelChatMessage.User;
const Assistant = vscode.LanguageModelChatMessage.Assistant;

async function send(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
): Promise<readonly unknown[]> {
  const parts: unknown[] = [];
  for await (const part of (await model.sendRequest(messages)).stream) parts.push(part);
  return parts;
}

async function lastBody(): Promise<Json | undefined> {
  return (await askedQuestions()).at(-1)?.body;
}

async function lastEffort(): Promise<string | null> {
  return stringAt(objectAt(await lastBody(), 'reasoning'), 'effort');
}

/**
 * Writes what is chosen for models where VS Code keeps it. Adding a group makes VS Code save the file and read it: in the
 * browser it does not hear of a file that has changed.
 */
async function writeModelSettings(settings: JsonObject): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openLanguageModelsJson');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor !== undefined);
  assert.match(editor.document.fileName, /chatLanguageModels\.json$/);
  const everything = new vscode.Range(0, 0, editor.document.lineCount, 0);
  const groups = JSON.stringify([{ name: 'Maestro', vendor: 'maestro', settings }]);
  assert.ok(await editor.edit((edit) => edit.replace(everything, groups)));
  await vscode.commands.executeCommand('lm.addLanguageModelsProviderGroup', { name: 'Another', vendor: 'maestro' });
}

/**
 * The canary for what VS Code does without promising it (src/vscode/undocumented.ts). A failure here means that VS Code has
 * changed: Maestro works on without the thing, and that file has to follow.
 */
describe('VS Code still', () => {
  let model: vscode.LanguageModelChat;

  before(async () => {
    await signIn('plus');
    const id = `${await accountIdOf('ada@example.com')}~gpt-5.6-sol`;
    const [found] = await vscode.lm.selectChatModels({ vendor: 'maestro', id });
    assert.ok(found !== undefined);
    model = found;
  });

  after(signOutOfAll);

  beforeEach(reset);

  it('passes a model’s thoughts on', async () => {
    const parts = await send(model, [User('Please think')]);
    const thoughts = parts.filter((part) => isThought(part) && stringAt(part, 'value') !== '');
    assert.match(thoughts.map((part) => stringAt(part, 'value')).join(''), /The person wants to see me think/);
    assert.equal(new Set(thoughts.map((part) => stringAt(part, 'id'))).size, 1);
  });

  it('keeps what is sealed with the thoughts, and gives it back', async () => {
    const parts = await send(model, [User('Please think')]);
    const seal = parts.filter(isThought).at(-1);
    const text = parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    const answer = Assistant(text);
    // What a caller gives back is an object of VS Code's own class, which the types do not know.
    answer.content.push(...[seal].filter(isResponsePart));
    await send(model, [User('Please think'), answer, User('Go on')]);
    const types = arrayAt(await lastBody(), 'input').map((item) => stringAt(item, 'type'));
    assert.deepEqual(types, ['message', 'reasoning', 'message', 'message']);
  });

  it('has a role for system messages', async () => {
    const system = new vscode.LanguageModelChatMessage(systemRole(), 'Speak like a pirate.');
    await send(model, [system, User('Hello')]);
    assert.equal(stringAt(await lastBody(), 'instructions'), 'Speak like a pirate.');
  });

  it('passes on that a tool has failed', async () => {
    const call = new vscode.LanguageModelToolCallPart('call-1', 'read', {});
    const result = new vscode.LanguageModelToolResultPart('call-1', [new vscode.LanguageModelTextPart('no such file')]);
    Reflect.set(result, 'isError', true);
    await send(model, [User('Read it'), Assistant([call]), User([result])]);
    assert.match(JSON.stringify(await lastBody()), /The tool failed:\\nno such file/);
  });

  it('passes the count of tokens on', async () => {
    const parts = await send(model, [User('Hello')]);
    const usage = parts.find((part) => part instanceof vscode.LanguageModelDataPart && part.mimeType === 'usage');
    assert.ok(usage instanceof vscode.LanguageModelDataPart);
    const counted = parseJson(new TextDecoder().decode(usage.data));
    assert.ok(isObject(counted) && Number(counted['prompt_tokens']) > 0 && Number(counted['completion_tokens']) > 0);
  });

  it('lets the person choose how hard a model thinks, for the picker’s models and for @maestro', async () => {
    const [terra] = await vscode.lm.selectChatModels({ vendor: 'maestro', family: 'gpt-5.6-terra' });
    assert.ok(terra !== undefined);
    await writeModelSettings({ [terra.id]: { reasoningEffort: 'high' } });
    await vscode.lm.selectChatModels({ vendor: 'maestro' });
    await send(terra, [User('Hello')]);
    assert.equal(await lastEffort(), 'high');
    await newChat();
    await askInChat('@maestro Hello', { model: terra.id });
    assert.equal(await lastEffort(), 'high');
  });

  it('begins a new chat with a question that the person goes on with', async () => {
    await newChat();
    await askInChat('@maestro Hello', { model: model.id });
    assert.ok(await openChat('@maestro /account'));
    await vscode.commands.executeCommand('workbench.action.chat.submit');
    let shown = await shownAnswer();
    while (!shown.isWhole || !shown.text.includes('ada@example.com')) shown = await shownAnswer();
    assert.equal(shown.questions, 1);
  });

  it('takes a line to show below an answer', async () => {
    await newChat();
    const result = await askInChat('@maestro Hello', { model: model.id });
    assert.equal(stringAt(result, 'details'), 'ada@example.com · GPT-5.6 Sol');
  });
});

function isThought(part: unknown): boolean {
  const thought = thinkingPart('', '');
  assert.ok(thought !== null, 'LanguageModelThinkingPart is gone');
  return part instanceof Object.getPrototypeOf(thought).constructor;
}

function isResponsePart(part: unknown): part is vscode.LanguageModelTextPart {
  return isThought(part);
}

function systemRole(): vscode.LanguageModelChatMessageRole {
  const role: unknown = Reflect.get(vscode.LanguageModelChatMessageRole, 'System');
  assert.ok(isRole(role), 'the role is gone');
  return role;
}

function isRole(role: unknown): role is vscode.LanguageModelChatMessageRole {
  return typeof role === 'number';
}
