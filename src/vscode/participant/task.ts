import { type CancellationToken, type ChatPromptReference, l10n } from 'vscode';
import type { TaskName } from './commands.ts';
import { stagedChanges } from './commit.ts';
import { instructionOf } from './instructions.ts';
import type { NothingToDo } from './nothingToDo.ts';
import { problemsOf, subjectOf, testLike } from './subject.ts';

/** What a model is asked to do. */
export interface Task {
  /** `null` for a plain question. */
  readonly command: TaskName | null;
  /** What stands before what the person has typed; empty for a plain question. */
  readonly instruction: string;
  /** What it is about, beside what the person has attached. */
  readonly references: readonly ChatPromptReference[];
  /** The root of the repository that a commit message is for. */
  readonly repository: string | null;
}

/** What the request wants of a model: a plain question as it is, a command with what it needs of the editor and of git. */
export async function readTask(
  command: TaskName | null,
  prompt: string,
  attached: readonly ChatPromptReference[],
  token: CancellationToken,
): Promise<Task | NothingToDo> {
  if (command === null) return { command, instruction: '', references: [], repository: null };
  const instruction = instructionOf(command, prompt);
  if (command === 'commit') {
    const staged = await stagedChanges(token);
    if ('nothing' in staged) return staged;
    return { command, instruction, references: staged.references, repository: staged.repository.rootUri.toString() };
  }
  const subject = subjectOf(attached);
  if (subject === null) {
    return { nothing: l10n.t('Open a file, or attach one, so that there is something to look at.'), button: null };
  }
  const more = await beside(command, [...attached, ...subject]);
  return { command, instruction, references: [...more, ...subject], repository: null };
}

async function beside(
  command: TaskName,
  about: readonly ChatPromptReference[],
): Promise<readonly ChatPromptReference[]> {
  if (command === 'fix') return problemsOf(about);
  return command === 'tests' ? testLike(about) : [];
}
