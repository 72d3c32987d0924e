import {
  authentication,
  commands,
  type ExtensionContext,
  type LanguageModelChat,
  lm,
  ProgressLocation,
  StatusBarAlignment,
  window,
} from 'vscode';
import { allowedSession, askForSession, modelsOf, provider } from './accounts';
import { ask, explain, listModels } from './models';
import { openPage } from './page';

export function activate({ subscriptions }: ExtensionContext): void {
  const status = window.createStatusBarItem('maestroSample.status', StatusBarAlignment.Right);
  status.name = 'Maestro Sample';
  status.command = 'maestroSample.useAccount';
  const showStatus = async (): Promise<void> => {
    const [models, session] = await Promise.all([listModels(), allowedSession()]);
    status.text = `Sample: ${models.length} models, ${session?.account.label ?? 'no account'}`;
    status.show();
  };
  subscriptions.push(
    status,
    commands.registerCommand('maestroSample.listModels', showModels),
    commands.registerCommand('maestroSample.ask', askModel),
    commands.registerCommand('maestroSample.useAccount', async () => {
      await useAccount();
      await showStatus();
    }),
    lm.onDidChangeChatModels(() => void showStatus()),
    authentication.onDidChangeSessions((change) => {
      if (change.provider.id === provider) void showStatus();
    }),
  );
  void showStatus();
}

/** Shows the models, and gives their ids to a caller. */
async function showModels(): Promise<readonly string[]> {
  const models = await listModels();
  const write = await openPage();
  await write(models.map(({ id, name, maxInputTokens }) => `- ${name} (${id}): ${maxInputTokens} tokens\n`).join(''));
  return models.map(({ id }) => id);
}

/** Shows the answer as it comes, and gives everything that was shown to a caller. Asks for what is not given. */
async function askModel(given?: string, id?: string): Promise<string> {
  const model = id === undefined ? await pickModel() : (await listModels()).find((one) => one.id === id);
  const question = given ?? (await window.showInputBox({ prompt: 'What do you want to ask?' }));
  if (model === undefined || question === undefined) return '';
  let shown = '';
  const write = await openPage();
  const show = async (text: string): Promise<void> => {
    shown += text;
    await write(text);
  };
  await show(`${model.name} is asked, in about ${await model.countTokens(question)} tokens: ${question}\n\n`);
  const progress = { location: ProgressLocation.Notification, title: model.name, cancellable: true };
  await window.withProgress(progress, async (_, token) => {
    try {
      for await (const text of ask(model, question, token)) await show(text);
    } catch (error) {
      await show(token.isCancellationRequested ? '\n\nStopped.' : explain(error));
    }
  });
  return shown;
}

async function pickModel(): Promise<LanguageModelChat | undefined> {
  const items = (await listModels()).map((model) => ({ label: model.name, description: model.id, model }));
  return (await window.showQuickPick(items, { placeHolder: 'Which model?' }))?.model;
}

/** The session's `accessToken` is for the account's vendor alone, and never for a log. */
async function useAccount(): Promise<void> {
  const session = await askForSession();
  if (session === undefined) {
    void window.showInformationMessage('There is no account, or you did not allow it.');
    return;
  }
  const token = session.accessToken === '' ? 'keeps its key to itself' : 'gives its token';
  const models = await modelsOf(session);
  void window.showInformationMessage(`${session.account.label} ${token}, and has ${models.length} models.`);
}
