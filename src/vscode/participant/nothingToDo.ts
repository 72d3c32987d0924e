import type { Command } from 'vscode';

/** Why there is nothing to ask a model, as a sentence, and what helps. */
export interface NothingToDo {
  readonly nothing: string;
  readonly button: Command | null;
}
