import { type CancellationToken, type Event, extensions, Uri, window } from 'vscode';

/** A repository, as far as it is used of the API of VS Code's own git extension (its version 1). */
export interface Repository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
  /** What has changed, in several lists. */
  readonly state: object;
  /** The differences as text: of what is staged with `cached`. */
  diff(cached: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

interface GitApi {
  readonly state: string;
  readonly onDidChangeState: Event<unknown>;
  readonly repositories: readonly unknown[];
}

/** The repositories that are open, that of the active editor first; `null` where git is switched off or not there. */
export async function openRepositories(token: CancellationToken): Promise<readonly Repository[] | null> {
  const api = await gitApi();
  if (api === null) return null;
  await initialized(api, token);
  const path = window.activeTextEditor?.document.uri.path ?? '';
  const isActive = ({ rootUri }: Repository): boolean => path.startsWith(`${rootUri.path}/`);
  return api.repositories.filter(isRepository).toSorted((a, b) => Number(isActive(b)) - Number(isActive(a)));
}

/** Those that are known already, without starting git or waiting for it. */
export function knownRepositories(): readonly Repository[] {
  const extension = extensions.getExtension<unknown>('vscode.git');
  const api = extension?.isActive === true ? apiOf(extension.exports) : null;
  return api?.repositories.filter(isRepository) ?? [];
}

async function gitApi(): Promise<GitApi | null> {
  const extension = extensions.getExtension<unknown>('vscode.git');
  return apiOf(await Promise.resolve(extension?.activate()).catch(() => null));
}

function apiOf(exported: unknown): GitApi | null {
  try {
    const getApi: unknown = isObject(exported) ? Reflect.get(exported, 'getAPI') : null;
    const api: unknown = typeof getApi === 'function' ? Reflect.apply(getApi, exported, [1]) : null;
    return isGitApi(api) ? api : null;
  } catch {
    // It throws while the setting `git.enabled` is off.
    return null;
  }
}

/** Resolves when git has looked for repositories, or nobody waits for it any more. */
async function initialized(api: GitApi, token: CancellationToken): Promise<void> {
  if (api.state === 'initialized' || token.isCancellationRequested) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      changed.dispose();
      cancelled.dispose();
      resolve();
    };
    const changed = api.onDidChangeState(() => api.state === 'initialized' && done());
    const cancelled = token.onCancellationRequested(done);
  });
}

function isGitApi(value: unknown): value is GitApi {
  return (
    isObject(value) &&
    Array.isArray(Reflect.get(value, 'repositories')) &&
    typeof Reflect.get(value, 'onDidChangeState') === 'function'
  );
}

function isRepository(value: unknown): value is Repository {
  return (
    isObject(value) &&
    Reflect.get(value, 'rootUri') instanceof Uri &&
    isObject(Reflect.get(value, 'inputBox')) &&
    isObject(Reflect.get(value, 'state')) &&
    ['diff', 'log'].every((name) => typeof Reflect.get(value, name) === 'function')
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
