import { type CancellationToken, CancellationTokenSource, type ChatPromptReference, commands, l10n } from 'vscode';
import { stringAt } from '../../core/json.ts';
import { openRepositories, type Repository } from '../git.ts';
import type { NothingToDo } from './nothingToDo.ts';

const earlierMessages = 10;

/** What is to be committed, and where. */
export interface StagedChanges {
  readonly repository: Repository;
  readonly references: readonly ChatPromptReference[];
}

/** Reads what is staged, in the repository of the active editor if something is staged there. Never throws. */
export async function stagedChanges(token: CancellationToken): Promise<StagedChanges | NothingToDo> {
  const repositories = await openRepositories(token);
  if (repositories === null) return { nothing: l10n.t('VS Code’s Git is switched off or not there.'), button: null };
  if (repositories.length === 0) return { nothing: l10n.t('No Git repository is open.'), button: null };
  try {
    for (const repository of repositories) {
      const diff = await repository.diff(true);
      if (diff.trim() !== '') return { repository, references: [...(await earlier(repository)), staged(diff)] };
    }
  } catch {
    return { nothing: l10n.t('Git cannot tell what is staged.'), button: null };
  }
  const button = { command: 'git.stageAll', title: l10n.t('Stage All Changes') };
  return { nothing: l10n.t('Nothing is staged, so there is nothing to describe yet.'), button };
}

/** Puts a message where the person writes commit messages, to be looked over and committed by them. */
export async function useCommitMessage(given: unknown): Promise<void> {
  const message = stringAt(given, 'message');
  const root = stringAt(given, 'repository');
  const never = new CancellationTokenSource();
  const repositories = (await openRepositories(never.token)) ?? [];
  never.dispose();
  const repository = repositories.find(({ rootUri }) => rootUri.toString() === root);
  if (repository === undefined || message === null) return;
  repository.inputBox.value = message;
  await commands.executeCommand('workbench.view.scm');
}

function staged(diff: string): ChatPromptReference {
  return { id: l10n.t('the staged changes'), modelDescription: 'The staged changes', value: diff };
}

/** They show the language and the style. A repository without a commit has no log. */
async function earlier(repository: Repository): Promise<readonly ChatPromptReference[]> {
  const log = await repository.log({ maxEntries: earlierMessages }).catch(() => []);
  const value = log.map(({ message }) => message.trim()).join('\n---\n');
  return value === '' ? [] : [{ id: 'log', modelDescription: 'Earlier commit messages', value }];
}
