import { ConfigurationTarget, Uri, workspace } from 'vscode';
import { defaultInstructions } from '../core/chat/instructions.ts';
import { MaestroError } from '../core/failure.ts';
import { numberAt } from '../core/json.ts';
import { type ChatRequest, type Effort, isEffort, type Model } from '../core/model.ts';
import type { NetworkStack } from '../node/networkHttp.ts';
import { type ProxySettings, proxySettingsOf } from '../node/proxySettings.ts';

const networkSettings = [
  'proxy',
  'noProxy',
  'proxyAuthorization',
  'proxySupport',
  'proxyStrictSSL',
  'systemCertificates',
] as const;
const maxInstructionsLength = 100_000;

/** VS Code's own network settings, which Maestro's sockets follow. */
export function proxySettings(): ProxySettings {
  const http = Object.fromEntries(networkSettings.map((name) => [name, value(`http.${name}`)]));
  return proxySettingsOf(http, process.env);
}

/** Whose sockets Maestro uses. */
export function networkStack(): NetworkStack {
  const wanted = value('maestro.network.stack');
  return wanted === 'own' || wanted === 'vscode' ? wanted : 'auto';
}

/** Whether extensions that the user allowed are given API keys, not only the tokens of a sign-in. */
export function shareApiKeys(): boolean {
  return value('maestro.shareApiKeysWithExtensions') === true;
}

/** The names of the accounts that step in, in their order; none unless the user has listed some. */
export function fallbackLadder(): readonly string[] {
  return list('maestro.fallback.accounts').filter((name): name is string => typeof name === 'string');
}

/** Whether the person is asked before another account pays. */
export function fallbackAsksFirst(): boolean {
  return value('maestro.fallback.ask') !== false;
}

/** Most questions a day to this model of each account; `null` where the user has set no limit. */
export function dailyLimit({ id }: Model): number | null {
  const limit = numberAt(value('maestro.dailyLimits'), id);
  return limit !== null && limit >= 0 ? limit : null;
}

/** Whether models may use tools. */
export function toolsEnabled(): boolean {
  return value('maestro.tools.enabled') !== false;
}

/** Patterns of the names of tools that models are offered beside the usual ones. */
export function moreTools(): readonly string[] {
  return list('maestro.tools.more').filter((pattern): pattern is string => typeof pattern === 'string');
}

/** After how many rounds of tools the person is asked whether the answer is to go on. */
export function maxToolRounds(): number {
  const rounds = value('maestro.tools.maxRounds');
  return typeof rounds === 'number' && rounds >= 1 ? Math.trunc(rounds) : 25;
}

/** How long a sign-in waits for the browser, in ms. */
export function signInTimeoutMs(): number {
  const minutes = value('maestro.signIn.timeoutMinutes');
  return (typeof minutes === 'number' && minutes >= 1 && minutes <= 30 ? minutes : 5) * 60_000;
}

/** How hard the model is asked to think; `null` for its own measure, also where it does not know the wanted one. */
export function effort({ reasoning }: Model): Effort | null {
  const wanted = value('maestro.effort');
  return isEffort(wanted) && reasoning?.efforts.includes(wanted) === true ? wanted : null;
}

/** Sets how hard models are asked to think, for this workspace where it has a setting of its own; `null` for their own measure. */
export async function setEffort(wanted: Effort | null): Promise<void> {
  const settings = workspace.getConfiguration('maestro');
  const isOfWorkspace = settings.inspect('effort')?.workspaceValue !== undefined;
  const target = isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('effort', wanted ?? 'default', target);
}

export function verbosity(): ChatRequest['verbosity'] {
  const wanted = value('maestro.verbosity');
  return wanted === 'low' || wanted === 'high' ? wanted : 'medium';
}

/** The instructions of every conversation. Throws `bad-setting` when the user's file cannot be used. */
export async function instructions(): Promise<string> {
  const path = text('maestro.instructionsFile');
  if (path === '') return defaultInstructions;
  const refuse = (detail: string): MaestroError =>
    new MaestroError({ code: 'bad-setting', setting: 'maestro.instructionsFile', detail });
  const bytes = await Promise.resolve(workspace.fs.readFile(Uri.file(path))).catch(() => {
    throw refuse('the file cannot be read');
  });
  const content = new TextDecoder().decode(bytes).trim();
  if (content === '') throw refuse('the file is empty');
  if (content.length > maxInstructionsLength)
    throw refuse(`the file is longer than ${maxInstructionsLength} characters`);
  return content;
}

/** A setting by its full name, of whatever type it is. */
export function value(name: string): unknown {
  return workspace.getConfiguration().get<unknown>(name);
}

function text(name: string): string {
  const found = value(name);
  return typeof found === 'string' ? found : '';
}

function list(name: string): readonly unknown[] {
  const found = value(name);
  return Array.isArray(found) ? found : [];
}
