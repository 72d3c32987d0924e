import { authentication, chat, commands, type ExtensionContext, lm, Uri, window, workspace } from 'vscode';
import { Accounts } from './core/accounts/accounts.ts';
import { CredentialStore } from './core/accounts/credentials.ts';
import { Vault } from './core/accounts/vault.ts';
import { Maestro } from './core/maestro.ts';
import { vendorId } from './core/model.ts';
import { LazyHttp } from './node/lazyHttp.ts';
import { loopbackRedirects } from './node/loopback.ts';
import { systemClock } from './node/systemClock.ts';
import { vendors } from './vendors/index.ts';
import { VendorAuthentication } from './vscode/authentication.ts';
import { ChatView } from './vscode/chatView.ts';
import { commandTable } from './vscode/commands.ts';
import { MaestroModels, modelVendor } from './vscode/languageModel.ts';
import { ChannelLog } from './vscode/log.ts';
import { PanelChat } from './vscode/panelChat.ts';
import { handleChat } from './vscode/participant.ts';
import { openAiSettings, proxySettings } from './vscode/settings.ts';
import { signInOrThrow } from './vscode/signIn.ts';
import { showStatusBar } from './vscode/statusBar.ts';
import { memory, secretStore } from './vscode/storage.ts';

/** The composition root: makes the parts and tells VS Code of them. Nothing here waits for the network or the keyring. */
export function activate(context: ExtensionContext): void {
  const log = new ChannelLog();
  const version = versionOf(context.extension.packageJSON);
  const http = new LazyHttp(async () => new (await import('./node/http.ts')).UndiciHttp(proxySettings()));
  const vault = new Vault(secretStore(context), log);
  const accounts = new Accounts(vault, memory(context), log);
  const deps = { accounts, vault, http, clock: systemClock, log, random: Math.random };
  const credentials = new CredentialStore({ ...deps, vendor: (account) => maestro.vendor(account.vendor) });
  const maestro = new Maestro({ ...deps, credentials, vendors: vendors({ openai: () => openAiSettings(version) }) });
  const redirects = loopbackRedirects();
  const panelChat = new PanelChat(maestro);
  const openai = new VendorAuthentication(maestro, vendorId('openai'), () => signInOrThrow(maestro, redirects));

  for (const [id, run] of Object.entries(commandTable({ maestro, redirects, chat: panelChat, log }))) {
    context.subscriptions.push(commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    log,
    accounts,
    panelChat,
    openai,
    http,
    authentication.registerAuthenticationProvider('maestro-openai', 'OpenAI', openai, {
      supportsMultipleAccounts: true,
    }),
    window.registerWebviewViewProvider('maestro.chat', new ChatView(panelChat, context.extensionUri, log)),
    showStatusBar(maestro),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('http')) http.reset();
      if (change.affectsConfiguration('maestro')) panelChat.showAccount();
    }),
  );
  registerChat(context, maestro);
  accounts.load().catch(() => log.warn('accounts cannot be read'));
}

/** `@maestro` and the model picker; forks and old versions of VS Code may have neither. */
function registerChat(context: ExtensionContext, maestro: Maestro): void {
  const models = typeof lm?.registerLanguageModelChatProvider === 'function' ? new MaestroModels(maestro) : null;
  if (models !== null) {
    context.subscriptions.push(models, lm.registerLanguageModelChatProvider(modelVendor, models));
  }
  if (typeof chat?.createChatParticipant !== 'function') return;
  const participant = chat.createChatParticipant('maestro.chat', (request, history, stream, token) =>
    handleChat(maestro, models, request, history, stream, token),
  );
  participant.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon.png');
  context.subscriptions.push(participant);
}

function versionOf(manifest: unknown): string {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
