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
import { Maestro } from './core/maestro.ts';
import { OnDemand } from './core/onDemand.ts';
import type { Vendor } from './core/vendor.ts';
import { LazyHttp } from './node/lazyHttp.ts';
import { loopbackRedirects } from './node/loopback.ts';
import { systemClock } from './node/systemClock.ts';
import { vendors } from './vendors/index.ts';
import { userAgent } from './vendors/userAgent.ts';
import { VendorAuthentication } from './vscode/authentication.ts';
import { callbackWords } from './vscode/callbackWords.ts';
import { registerViews } from './vscode/chat/registerViews.ts';
import { accountCommands } from './vscode/commands.ts';
import { doctorCommand } from './vscode/doctor/doctor.ts';
import { storageParts } from './vscode/doctor/storageParts.ts';
import { watchFirstAccount } from './vscode/firstSteps.ts';
import { tellForgottenSecrets } from './vscode/keyringNotice.ts';
import { translated } from './vscode/language.ts';
import { modelVendor } from './vscode/languageModel/entries.ts';
import { MaestroModels } from './vscode/languageModel.ts';
import { ChannelLog } from './vscode/log.ts';
import { WorkspacePins } from './vscode/pins.ts';
import { registerChatCommands } from './vscode/registerChatCommands.ts';
import { networkStack, proxySettings } from './vscode/settings.ts';
import { signInOrThrow } from './vscode/signIn.ts';
import { showStatusBar } from './vscode/statusBar.ts';
import { conversationStorage, memory, secretStore, sharedStorage } from './vscode/storage.ts';
import type { Surfaces } from './vscode/surfaces.ts';
import { surroundings } from './vscode/surroundings.ts';
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
  const { extensionUri, workspaceState } = context;
  const surfaces = new OnDemand(async () => {
    const { Surfaces } = await import('./vscode/surfaces.ts');
    return new Surfaces({ maestro, kept, clock, log, extensionUri, workspaceState });
  });
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
  const storage = storageParts(context, shared, kept.files);
  const doctor = doctorCommand({ ...ways, ...looked, storage }, () => log.show());
  close = async () => surfaces.made?.close();

  for (const vendor of known) context.subscriptions.push(...registerAccounts(maestro, vendor));
  for (const [id, run] of Object.entries(accountCommands({ maestro, doctor, log }))) {
    context.subscriptions.push(commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    log,
    accounts,
    credentials,
    pins,
    http,
    { dispose: () => surfaces.made?.dispose() },
    ...registerViews(surfaces),
    ...registerChatCommands(surfaces),
    ...registerOwnTools(surfaces),
    showStatusBar(maestro),
    watchFirstAccount(maestro),
    window.registerUriHandler(takeAnswers(maestro)),
    { dispose: maestro.followUsage() },
    tellForgottenSecrets(secrets, remembered, clock, log),
    window.onDidChangeWindowState(({ focused }) => {
      credentials.attend(focused);
      if (focused) surfaces.made?.library.refresh().catch(() => log.warn('conversations cannot be read'));
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('http') || change.affectsConfiguration('maestro.network')) http.reset();
      if (change.affectsConfiguration('maestro')) surfaces.made?.conversations.showAccount();
    }),
  );
  registerChat(context, maestro, surfaces);
  pending.sweep().catch(() => log.warn('sign-ins that were left cannot be removed'));
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
function registerChat(context: ExtensionContext, maestro: Maestro, surfaces: OnDemand<Surfaces>): void {
  const models = typeof lm?.registerLanguageModelChatProvider === 'function' ? new MaestroModels(maestro) : null;
  if (models !== null) {
    context.subscriptions.push(models, lm.registerLanguageModelChatProvider(modelVendor, models));
  }
  if (typeof chat?.createChatParticipant !== 'function') return;
  const participant = chat.createChatParticipant('maestro.chat', async (request, history, stream, token) => {
    const [{ handleChat }, surface] = await Promise.all([import('./vscode/participant.ts'), surfaces.get()]);
    return handleChat(surface, { request, context: history, stream, token });
  });
  participant.followupProvider = {
    provideFollowups: async (result) => (await import('./vscode/participant/followUps.ts')).followUps(result),
  };
  participant.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
  context.subscriptions.push(participant);
}

function versionOf(manifest: unknown): string {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
