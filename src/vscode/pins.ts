import { type Disposable, type ExtensionContext, type Uri, window, workspace } from 'vscode';
import type { PinPlace, Pins } from '../core/accounts/choice.ts';
import { type AccountId, accountId } from '../core/model.ts';

const prefix = 'maestro.pin.';

/** Pins kept in VS Code's state of the workspace. The folder that is worked in is that of the active editor. */
export class WorkspacePins implements Pins, Disposable {
  readonly #state: ExtensionContext['workspaceState'];
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions: readonly Disposable[];

  constructor({ workspaceState }: ExtensionContext) {
    this.#state = workspaceState;
    const changed = (): void => this.#tell();
    this.#subscriptions = [window.onDidChangeActiveTextEditor(changed), workspace.onDidChangeWorkspaceFolders(changed)];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#listeners.clear();
  }

  get(place: PinPlace): AccountId | null {
    const key = keyOf(place);
    const id = key === null ? undefined : this.#state.get<unknown>(key);
    return typeof id === 'string' ? accountId(id) : null;
  }

  async set(place: PinPlace, account: AccountId | null): Promise<void> {
    const key = keyOf(place);
    if (key === null) return;
    await this.#state.update(key, account ?? undefined);
    this.#tell();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The folder that is worked in, in a workspace that has several; `null` elsewhere, because there it is the workspace. */
export function currentFolder(): { readonly uri: Uri; readonly name: string } | null {
  const editor = window.activeTextEditor;
  if (editor === undefined || (workspace.workspaceFolders ?? []).length < 2) return null;
  return workspace.getWorkspaceFolder(editor.document.uri) ?? null;
}

function keyOf(place: PinPlace): string | null {
  if (place === 'workspace') return `${prefix}workspace`;
  const folder = currentFolder();
  return folder === null ? null : `${prefix}folder.${folder.uri.toString()}`;
}
