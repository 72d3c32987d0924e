import {
  authentication,
  chat,
  commands,
  type Disposable,
  type ExtensionContext,
  lm,
  Uri,
  window,
  workspace,
} from 'vscode';
import { Accounts } from './core/accounts/accounts.ts';
import { CredentialStore } from './core/accounts/credentials.ts';
import { Lineages } from './core/accounts/lineages.ts';
import { Vault } from './core/accounts/vault.ts';
import { PendingSignIns } from './core/auth/pendingSignIns.ts';
import { Drafts } from './core/chat/drafts.ts';
import { Library } from './core/chat/library.ts';
import { Maestro } from './core/maestro.ts';
import type { Vendor } from './core/vendor.ts';
import { LazyHttp } from './node/lazyHttp.ts';
import { loopbackRedirects } from './node/loopback.ts';
import { systemClock } from './node/systemClock.ts';
import { vendors } from './vendors/index.ts';
import { userAgent } from './vendors/userAgent.ts';
import { VendorAuthentication } from './vscode/authentication.ts';
import { callbackWords } from './vscode/callbackWords.ts';
import { ChatViews } from './vscode/chat/chatViews.ts';
import { OpenConversations } from './vscode/chat/openConversations.ts';
import { savingNotice } from './vscode/chat/savingNotice.ts';
import { CodeProposals } from './vscode/codeProposals.ts';
import { commandTable } from './vscode/commands.ts';
import { doctorCommand } from './vscode/doctor/doctor.ts';
import { storageParts } from './vscode/doctor/storageParts.ts';
import { watchFirstSteps } from './vscode/firstSteps.ts';
import { tellForgottenSecrets } from './vscode/keyringNotice.ts';
import { translated } from './vscode/language.ts';
import { modelVendor } from './vscode/languageModel/entries.ts';
import { MaestroModels } from './vscode/languageModel.ts';
import { ChannelLog } from './vscode/log.ts';
import { ChatThreads } from './vscode/participant/chatThreads.ts';
import { followUps } from './vscode/participant/followUps.ts';
import { type ChatSurface, handleChat } from './vscode/participant.ts';
import { WorkspacePins } from './vscode/pins.ts';
import { networkStack, proxySettings } from './vscode/settings.ts';
import { signInOrThrow } from './vscode/signIn.ts';
import { showStatusBar } from './vscode/statusBar.ts';
import { conversationStorage, memory, secretStore, sharedStorage } from './vscode/storage.ts';
import { surroundings } from './vscode/surroundings.ts';
import { Agents } from './vscode/tools/agents.ts';
import { registerOwnTools } from './vscode/tools/own/ownTools.ts';
import { takeAnswers } from './vscode/uriHandler.ts';
import { whereabouts } from './vscode/whereabouts.ts';

let close = async (): Promise<void> => undefined;

/** The composition root: makes the parts and tells VS Code of them. Nothing here waits for the network or the keyring. */
export function activate(context: ExtensionContext): void {
  const log = new ChannelLog();
  const version = versionOf(context.extension.packageJSON);
  const http = new LazyHttp(async () =>
    (await import('./node/networkHttp.ts')).NetworkHttp.of(proxySettings(), networkStack()),
  );
  const clock = systemClock;
  const secrets = secretStore(context, clock);
  const vault = new Vault(secrets, clock, log);
  const shared = sharedStorage(context, 'auth');
  const lineages = new Lineages({ shared, clock, log });
  const remembered = memory(context);
  const known = vendors(surroundings(version, remembered));
  const stored = { vault, lineages, memory: remembered, clock, log };
  const accounts = new Accounts({ ...stored, vendors: known.map(({ id }) => id) });
  const pins = new WorkspacePins(context);
  const deps = { ...stored, accounts, pins, http, random: Math.random };
  const credentials = new CredentialStore({ ...deps, vendor: (account) => maestro.vendor(account.vendor) });
  const pending = new PendingSignIns({ secrets, shared: sharedStorage(context, 'signIn'), clock });
  const ways = { redirects: loopbackRedirects({}, callbackWords()), whereabouts: whereabouts(context), pending };
  const maestro = new Maestro({ ...deps, ...ways, credentials, vendors: known });
  const kept = conversationStorage(context);
  const { files, texts } = kept;
  const library = new Library({ files, texts, clock, onSaving: savingNotice(log) });
  const drafts = new Drafts({ texts: kept.drafts, clock });
  const { extensionUri, workspaceState } = context;
  const agents = new Agents(maestro, workspaceState);
  const conversations = new OpenConversations(maestro, agents, library, drafts);
  const proposals = new CodeProposals();
  const views = new ChatViews({ maestro, conversations, proposals, extensionUri, workspaceState, log });
  const threads = new ChatThreads(conversations);
  const manifest: unknown = context.extension.packageJSON;
  const looked = {
    maestro,
    version,
    userAgent: userAgent(version),
    http,
    clock,
    secrets,
    memory: remembered,
    manifest,
  };
  const storage = storageParts(context, shared, files);
  const doctor = doctorCommand({ ...ways, ...looked, storage }, () => log.show());
  close = () => conversations.dispose();

  for (const vendor of known) context.subscriptions.push(...registerAccounts(maestro, vendor));
  for (const [id, run] of Object.entries(commandTable({ maestro, views, threads, proposals, agents, doctor, log }))) {
    context.subscriptions.push(commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    log,
    accounts,
    credentials,
    pins,
    proposals,
    http,
    ...views.register(),
    ...registerOwnTools(proposals),
    showStatusBar(maestro),
    watchFirstSteps(maestro, conversations),
    window.registerUriHandler(takeAnswers(maestro)),
    { dispose: maestro.followUsage() },
    tellForgottenSecrets(secrets, remembered, clock, log),
    window.onDidChangeWindowState(({ focused }) => {
      credentials.attend(focused);
      if (focused) library.refresh().catch(() => log.warn('conversations cannot be read'));
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('http') || change.affectsConfiguration('maestro.network')) http.reset();
      if (change.affectsConfiguration('maestro')) conversations.showAccount();
    }),
  );
  registerChat(context, { maestro, agents, threads, views });
  pending.sweep().catch(() => log.warn('sign-ins that were left cannot be removed'));
  void files.sweep();
  void drafts.sweep(files);
  credentials.attend(window.state.focused);
  accounts.load().then(
    () => lineages.sweep(accounts.records.map(({ lineage }) => lineage)),
    () => log.warn('accounts cannot be read'),
  );
}

/** Ends what is being answered, and resolves when everything that was said is kept: VS Code waits some seconds for it. */
export async function deactivate(): Promise<void> {
  await close();
}

/** A vendor's accounts in VS Code's Accounts menu. */
function registerAccounts(maestro: Maestro, { id, label }: Vendor): readonly Disposable[] {
  const sessions = new VendorAuthentication(maestro, id, () => signInOrThrow(maestro, id));
  const options = { supportsMultipleAccounts: true };
  const shown = translated(label);
  return [sessions, authentication.registerAuthenticationProvider(`maestro-${id}`, shown, sessions, options)];
}

/** `@maestro` and the model picker; forks and old versions of VS Code may have neither. */
function registerChat(context: ExtensionContext, surface: ChatSurface): void {
  const { maestro } = surface;
  const models = typeof lm?.registerLanguageModelChatProvider === 'function' ? new MaestroModels(maestro) : null;
  if (models !== null) {
    context.subscriptions.push(models, lm.registerLanguageModelChatProvider(modelVendor, models));
  }
  if (typeof chat?.createChatParticipant !== 'function') return;
  const participant = chat.createChatParticipant('maestro.chat', (request, history, stream, token) =>
    handleChat(surface, { request, context: history, stream, token }),
  );
  participant.followupProvider = { provideFollowups: followUps };
  participant.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
  context.subscriptions.push(participant);
}

function versionOf(manifest: unknown): string {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
