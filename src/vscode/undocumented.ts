import * as vscode from 'vscode';
import { isObject, type JsonObject, member, stringAt } from '../core/json.ts';
import type { Usage } from '../core/parts.ts';

// What VS Code does and its stable API does not promise. All of it is looked for at run time, and where it is gone Maestro
// works without it. `undocumented.test.ts` runs it in the real extension host and fails when VS Code has changed.

/** A model's thoughts as VS Code's chat shows them. `metadata` is given back with them in the next request. */
export interface ThinkingPart {
  readonly value: string;
  readonly id?: string | undefined;
  readonly metadata?: JsonObject | undefined;
}

type ThinkingClass = new (value: string, id?: string, metadata?: JsonObject) => ThinkingPart;

/** A piece of thoughts for the answer's stream; those of one `id` belong together. `null` where VS Code has no such parts. */
export function thinkingPart(value: string, id: string, metadata?: JsonObject): ThinkingPart | null {
  const Thinking = thinkingClass();
  return Thinking === null ? null : new Thinking(value, id, metadata);
}

/** What a part of an earlier answer keeps beside its thoughts; `null` if it keeps nothing, or is no such part. */
export function thinkingMetadata(part: unknown): JsonObject | null {
  const Thinking = thinkingClass();
  if (Thinking === null || !(part instanceof Thinking)) return null;
  return isObject(part.metadata) ? part.metadata : null;
}

/** Whether a part is a piece of thoughts. */
export function isThinking(part: unknown): boolean {
  const Thinking = thinkingClass();
  return Thinking !== null && part instanceof Thinking;
}

/** Whether a message is what the model is told before the conversation: a role that stable API does not name. */
export function isSystem(role: unknown): boolean {
  const system: unknown = Reflect.get(vscode.LanguageModelChatMessageRole, 'System');
  return system !== undefined && role === system;
}

/** Whether data among a message's parts is a mark that VS Code's chat made for a vendor: it is named by no media type. */
export function isMark(mimeType: string): boolean {
  return !mimeType.includes('/');
}

/** Whether a tool's result says that the tool failed. */
export function hasFailed(result: vscode.LanguageModelToolResultPart): boolean {
  return member(result, 'isError') === true;
}

/** The tokens of an answer, for the ring that shows how full the context is; `null` where the vendor did not count them. */
export function usagePart({
  input,
  output,
  cached,
  reasoning,
}: Usage): InstanceType<typeof vscode.LanguageModelDataPart> | null {
  if (input === null || output === null) return null;
  const usage = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached ?? 0 },
    completion_tokens_details: { reasoning_tokens: reasoning ?? 0 },
  };
  return vscode.LanguageModelDataPart.json(usage, 'usage');
}

/** A model in VS Code's picker: there without being switched on first, and as one that the person's own account pays. */
export interface PickerEntry extends vscode.LanguageModelChatInformation {
  readonly isUserSelectable: true;
  readonly isBYOK: true;
  readonly configurationSchema?: JsonObject;
}

/** One of the efforts that a model knows. */
export interface EffortChoice {
  readonly id: string;
  readonly label: string;
}

/** Makes VS Code offer the choice beside the picked model. `usual` is the one that counts until the person chooses. */
export function effortSchema(title: string, choices: readonly EffortChoice[], usual: string): JsonObject {
  const reasoningEffort = {
    type: 'string',
    title,
    enum: choices.map(({ id }) => id),
    enumItemLabels: choices.map(({ label }) => label),
    default: usual,
    group: 'navigation',
  };
  return { type: 'object', properties: { reasoningEffort } };
}

/** The effort that was chosen for the model, from the options of a request to it or from a request to `@maestro`. */
export function chosenEffort(request: unknown): string | null {
  return stringAt(member(request, 'modelConfiguration'), 'reasoningEffort');
}

/** An image that was pasted or dropped into the question, in place of a reference to a file. */
export interface AttachedData {
  readonly mimeType: string;
  bytes(): Promise<Uint8Array | null>;
}

/** Reads the value of a reference as such an image; `null` for anything else. */
export function attachedData(value: unknown): AttachedData | null {
  const mimeType = stringAt(value, 'mimeType');
  const data: unknown = isObject(value) ? Reflect.get(value, 'data') : null;
  if (mimeType === null || typeof data !== 'function') return null;
  return {
    mimeType,
    async bytes() {
      const found: unknown = await Reflect.apply(data, value, []);
      return found instanceof Uint8Array ? found : null;
    },
  };
}

/** What a reference is called in the question, for example a symbol by its name; `null` where VS Code does not say. */
export function referenceName(reference: unknown): string | null {
  return stringAt(reference, 'name')?.replace(/^sym:/, '') ?? null;
}

/** Picks a model in every Chat view that is open, as the person does it in the picker. */
export async function pickInChat(picked: vscode.LanguageModelChatSelector): Promise<void> {
  await Promise.resolve(vscode.commands.executeCommand('workbench.action.chat.changeModel', picked)).catch(
    () => undefined,
  );
}

/** Begins a new chat in VS Code's Chat view with this in its input, to be gone on with by the person. `false` where there is none. */
export async function openChat(query: string): Promise<boolean> {
  try {
    await vscode.commands.executeCommand('workbench.action.chat.newChat');
    await vscode.commands.executeCommand('workbench.action.chat.open', { query, isPartialQuery: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether a tool is one of an MCP server: before those that do not say that they only read, VS Code asks the person by itself. */
export function isMcpTool({ tags }: vscode.LanguageModelToolInformation): boolean {
  return tags.includes('mcp');
}

/**
 * What is selected in the active terminal, as a tool of VS Code's own tells models; `null` where nothing is, or VS Code has no such
 * tool.
 */
export async function terminalSelection(): Promise<string | null> {
  const name = 'terminal_selection';
  if (vscode.lm?.tools?.some((tool) => tool.name === name) !== true) return null;
  try {
    const { content } = await vscode.lm.invokeTool(name, { input: {}, toolInvocationToken: undefined });
    const [part] = content;
    const text = part instanceof vscode.LanguageModelTextPart ? part.value : '';
    return /^The active terminal's selection:\n(.+)$/s.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The result of a turn with a line below the answer, for example who gave it. */
export function withDetails(result: vscode.ChatResult, details: string): vscode.ChatResult {
  const detailed = { ...result, details };
  return detailed;
}

/**
 * Opens an address in the browser as it is. A `Uri` would not do: VS Code decodes its query and does not encode all of it again,
 * so that for example a `+` or an address with parameters of its own inside a parameter is lost.
 */
export async function openAddress(address: URL): Promise<boolean> {
  const opened: unknown = await Reflect.apply(vscode.env.openExternal, vscode.env, [address.href]);
  return opened === true;
}

function thinkingClass(): ThinkingClass | null {
  const found: unknown = Reflect.get(vscode, 'LanguageModelThinkingPart');
  return isThinkingClass(found) ? found : null;
}

function isThinkingClass(value: unknown): value is ThinkingClass {
  return typeof value === 'function';
}
