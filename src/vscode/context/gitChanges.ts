import { l10n, Uri, workspace } from 'vscode';
import { knownRepositories, type Repository } from '../git.ts';
import type { Reading } from '../participant/readReference.ts';
import { type ContextSource, changingSource } from './contextSource.ts';

/** The lists in which a repository's state has its changes (`api/git.d.ts` of VS Code's git extension). */
const changeLists = ['indexChanges', 'workingTreeChanges', 'untrackedChanges', 'mergeChanges'] as const;

/** The changes that are not committed yet, for each repository that has some. Git is only asked where its extension runs. */
export function changeSources(): readonly ContextSource[] {
  const found = knownRepositories();
  return found.flatMap((repository) => {
    const files = changedFiles(repository);
    if (files.size === 0) return [];
    const folder = workspace.asRelativePath(repository.rootUri, true);
    const changes = {
      kind: 'changes',
      origin: 'changes',
      key: `changes ${repository.rootUri.toString()}`,
      label: found.length === 1 ? l10n.t('Git changes') : l10n.t('Git changes in {0}', folder),
      detail: files.size === 1 ? l10n.t('1 file, not committed') : l10n.t('{0} files, not committed', files.size),
      place: repository.rootUri,
    } as const;
    return changingSource(changes, () => patchOf(repository));
  });
}

async function patchOf(repository: Repository): Promise<Reading> {
  const name = l10n.t('Git changes');
  try {
    const [staged, unstaged] = [await repository.diff(true), await repository.diff(false)];
    const patch = [staged, unstaged].filter((part) => part !== '').join('\n');
    // What git does not know yet is in no patch; its name tells that it is there.
    const unknown = [...changedFiles(repository)].filter((path) => !patch.includes(path));
    const rest = unknown.map((path) => `New or changed beside that: ${path}`);
    const text = [patch, ...rest].filter((part) => part !== '').join('\n');
    return { kind: 'text', title: 'Changes that are not committed', language: 'diff', text, name, place: null };
  } catch {
    return { kind: 'unreadable', name };
  }
}

/** Paths of what has changed, relative to the repository. */
function changedFiles({ rootUri, state }: Repository): ReadonlySet<string> {
  const root = rootUri.path.endsWith('/') ? rootUri.path : `${rootUri.path}/`;
  const lists = changeLists.map((name): unknown => Reflect.get(state, name));
  const changes = lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
  const uris = changes.map((change) =>
    typeof change === 'object' && change !== null ? Reflect.get(change, 'uri') : null,
  );
  const paths = uris.flatMap((uri) => (uri instanceof Uri ? uri.path : []));
  return new Set(paths.map((path) => (path.startsWith(root) ? path.slice(root.length) : path)));
}
