import { type ChatResponseStream, type ChatResult, type Command, l10n } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import type { Account } from '../../core/model.ts';
import { commandOf } from '../actions.ts';
import { actionLabel, describe } from '../words.ts';

/** A text as Markdown that shows it as it is, in one line that may be broken anywhere: VS Code's own way allows no breaks. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Sentences of Maestro's own, set apart from the answer. */
export function sayBelow(stream: ChatResponseStream, sentences: readonly string[]): void {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  if (text !== '') stream.markdown(`\n\n---\n\n*${plain(text)}*`);
}

/** A sentence that is all of the answer, and the button that helps. */
export function sayInstead(stream: ChatResponseStream, sentence: string, button: Command | null): ChatResult {
  stream.markdown(plain(sentence));
  if (button !== null) stream.button(button);
  return {};
}

/** Having no account is no error: it is said as an answer. */
export function offerSignIn(stream: ChatResponseStream): ChatResult {
  return sayInstead(stream, describe({ code: 'no-account' }).sentence, signInButton());
}

/** The account whose model is picked in Chat has signed out: nobody else is asked for it. */
export function tellGone(stream: ChatResponseStream): ChatResult {
  stream.button(signInButton());
  const message = l10n.t('The account of the picked model is signed out. Pick another model, or sign in to it again.');
  return { errorDetails: { message } };
}

/** What went wrong as a sentence, with its ways out as buttons. */
export function failed(stream: ChatResponseStream, failure: Failure, account: Account): ChatResult {
  const { sentence, actions } = describe(failure);
  for (const action of actions) {
    // Chat has its own way to retry and to begin anew.
    const command = commandOf(action);
    if (command !== null) stream.button({ command, title: actionLabel(action), arguments: [{ account: account.id }] });
  }
  return { errorDetails: { message: sentence } };
}

/** What went wrong where no account has a part in it. */
export function sayFailure(failure: Failure): ChatResult {
  return { errorDetails: { message: describe(failure).sentence } };
}

function signInButton(): Command {
  return { command: 'maestro.signIn', title: actionLabel('sign-in') };
}
