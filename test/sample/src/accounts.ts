import { type AuthenticationSession, authentication, type LanguageModelChat, lm } from 'vscode';

/** The accounts of OpenAI. The others are `maestro-anthropic`, `maestro-gemini` and `maestro-openai-compatible`. */
export const provider = 'maestro-openai';

/** A session without a question; none until the person has allowed this extension to use an account. */
export async function allowedSession(): Promise<AuthenticationSession | undefined> {
  return await authentication.getSession(provider, [], { silent: true });
}

/** A session after VS Code has asked the person, who signs in first if need be; none if they say no. */
export async function askForSession(): Promise<AuthenticationSession | undefined> {
  const detail = 'The sample shows the name of the account.';
  try {
    return await authentication.getSession(provider, [], { createIfNone: { detail } });
  } catch {
    return undefined;
  }
}

/** The models that this account answers and pays: their ids begin with the account's. */
export async function modelsOf({ account }: AuthenticationSession): Promise<readonly LanguageModelChat[]> {
  const models = await lm.selectChatModels({ vendor: 'maestro' });
  return models.filter(({ id }) => id.startsWith(`${account.id}~`));
}
