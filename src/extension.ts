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
import { Maestro } from './core/maestro.ts';
import type { Vendor } from './core/vendor.ts';
import { LazyHttp } from './node/lazyHttp.ts';
import { loopbackRedirects } from './node/loopback.ts';
import { systemClock } from './node/systemClock.ts';
import { vendors } from './vendors/index.ts';
import { VendorAuthentication } from './vscode/authentication.ts';
import { ChatView } from './vscode/chatView.ts';
import { commandTable } from './vscode/commands.ts';
import { watchFirstSteps } from './vscode/firstSteps.ts';
import { tellForgottenSecrets } from './vscode/keyringNotice.ts';
import { MaestroModels, modelVendor } from './vscode/languageModel.ts';
import { ChannelLog } from './vscode/log.ts';
import { PanelChat } from './vscode/panelChat.ts';
import { handleChat } from './vscode/participant.ts';
import { WorkspacePins } from './vscode/pins.ts';
import { proxySettings } from './vscode/settings.ts';
import { signInOrThrow } from './vscode/signIn.ts';
import { showStatusBar } from './vscode/statusBar.ts';
import { memory, secretStore, sharedStorage } from './vscode/storage.ts';
import { surroundings } from './vscode/surroundings.ts';

/** The composition root: makes the parts and tells VS Code of them. Nothing here waits for the network or the keyring. */
export function activate(context: ExtensionContext): void {
  const log = new ChannelLog();
  const version = versionOf(context.extension.packageJSON);
  const http = new LazyHttp(async () => new (await import('./node/http.ts')).UndiciHttp(proxySettings()));
  const clock = systemClock;
  const secrets = secretStore(context);
  const vault = new Vault(secrets, clock, log);
  const lineages = new Lineages({ shared: sharedStorage(context), clock, log });
  const remembered = memory(context);
  const known = vendors(surroundings(version, remembered));
  const stored = { vault, lineages, memory: remembered, clock, log };
  const accounts = new Accounts({ ...stored, vendors: known.map(({ id }) => id) });
  const pins = new WorkspacePins(context);
  const deps = { ...stored, accounts, pins, http, random: Math.random };
  const credentials = new CredentialStore({ ...deps, vendor: (account) => maestro.vendor(account.vendor) });
  const maestro = new Maestro({ ...deps, credentials, redirects: loopbackRedirects(), vendors: known });
  const panelChat = new PanelChat(maestro);

  for (const vendor of known) context.subscriptions.push(...registerAccounts(maestro, vendor));
  for (const [id, run] of Object.entries(commandTable({ maestro, chat: panelChat, log }))) {
    context.subscriptions.push(commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    log,
    accounts,
    credentials,
    pins,
    panelChat,
    http,
    window.registerWebviewViewProvider('maestro.chat', new ChatView(panelChat, context.extensionUri, log)),
    showStatusBar(maestro),
    watchFirstSteps(maestro, panelChat),
    tellForgottenSecrets(secrets, remembered, clock, log),
    window.onDidChangeWindowState(({ focused }) => credentials.attend(focused)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('http')) http.reset();
      if (change.affectsConfiguration('maestro')) panelChat.showAccount();
    }),
  );
  registerChat(context, maestro);
  credentials.attend(window.state.focused);
  accounts.load().then(
    () => lineages.sweep(accounts.records.map(({ lineage }) => lineage)),
    () => log.warn('accounts cannot be read'),
  );
}

/** A vendor's accounts in VS Code's Accounts menu. */
function registerAccounts(maestro: Maestro, { id, label }: Vendor): readonly Disposable[] {
  const sessions = new VendorAuthentication(maestro, id, () => signInOrThrow(maestro, id));
  const options = { supportsMultipleAccounts: true };
  return [sessions, authentication.registerAuthenticationProvider(`maestro-${id}`, label, sessions, options)];
}

/** `@maestro` and the model picker; forks and old versions of VS Code may have neither. */
function registerChat(context: ExtensionContext, maestro: Maestro): void {
  const models = typeof lm?.registerLanguageModelChatProvider === 'function' ? new MaestroModels(maestro) : null;
  if (models !== null) {
    context.subscriptions.push(models, lm.registerLanguageModelChatProvider(modelVendor, models));
  }
  if (typeof chat?.createChatParticipant !== 'function') return;
  const participant = chat.createChatParticipant('maestro.chat', (request, history, stream, token) =>
    handleChat(maestro, request, history, stream, token),
  );
  participant.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
  context.subscriptions.push(participant);
}

function versionOf(manifest: unknown): string {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
