import {
  type CancellationToken,
  type LanguageModelChat,
  LanguageModelChatMessage,
  LanguageModelError,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  lm,
} from 'vscode';
import { weekday, weekdayTool } from './weekday';

const maxRounds = 10;

/** The models of every account, those of the account that is active in Maestro first. It asks the person nothing. */
export async function listModels(): Promise<readonly LanguageModelChat[]> {
  return await lm.selectChatModels({ vendor: 'maestro' });
}

/** Asks a model and gives its answer piece by piece. What it calls the tool for is told to it, until it calls no more. */
export async function* ask(
  model: LanguageModelChat,
  question: string,
  token: CancellationToken,
): AsyncGenerator<string, void> {
  const messages = [LanguageModelChatMessage.User(question)];
  for (let round = 0; round < maxRounds; round++) {
    const answer = await model.sendRequest(messages, { tools: [weekdayTool] }, token);
    const said: (LanguageModelTextPart | LanguageModelToolCallPart)[] = [];
    for await (const part of answer.stream) {
      if (part instanceof LanguageModelTextPart) yield part.value;
      // There are parts of other kinds, too, and there may be more of them with the next VS Code.
      if (part instanceof LanguageModelTextPart || part instanceof LanguageModelToolCallPart) said.push(part);
    }
    const calls = said.filter((part) => part instanceof LanguageModelToolCallPart);
    if (calls.length === 0) return;
    messages.push(LanguageModelChatMessage.Assistant(said), LanguageModelChatMessage.User(calls.map(result)));
  }
}

/** What went wrong, and what helps. The message is a sentence for the person in any case. */
export function explain(error: unknown): string {
  if (!(error instanceof LanguageModelError)) return String(error);
  switch (error.code) {
    case LanguageModelError.NoPermissions.name:
      return `Not allowed: ${error.message} Signing in, or another account, may help.`;
    case LanguageModelError.Blocked.name:
      return `Held back: ${error.message} Later, or with another account, it may work.`;
    case LanguageModelError.NotFound.name:
      return `Not there: ${error.message} Another model may be.`;
    default:
      return `No whole answer: ${error.message}`;
  }
}

function result({ callId, input }: LanguageModelToolCallPart): LanguageModelToolResultPart {
  return new LanguageModelToolResultPart(callId, [new LanguageModelTextPart(weekday(input))]);
}
