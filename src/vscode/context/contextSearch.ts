import { type Disposable, l10n, workspace } from 'vscode';
import type { ShownOffer } from '../../webview/bridge.ts';
import { type ContextSource, fileSource } from './contextSource.ts';
import { openFiles, selectionSource } from './editorContext.ts';
import { FileSearch } from './fileSearch.ts';
import { changeSources } from './gitChanges.ts';
import { problemSources } from './problems.ts';
import { TerminalCommands } from './terminalCommands.ts';
import { terminalSelectionSource } from './terminalSelection.ts';

const mostFound = 30;
const mostOpenFiles = 8;

/** Finds what can go with a question, by what a person types behind `#`. One is enough for a window. */
export class ContextSearch implements Disposable {
  readonly #files = new FileSearch();
  readonly #terminal = new TerminalCommands();

  dispose(): void {
    this.#terminal.dispose();
  }

  /** What the query finds; without one, what is likely to be meant. Nothing in a workspace that is not trusted. */
  async find(query: string): Promise<readonly ContextSource[]> {
    if (!workspace.isTrusted) return [];
    const terminal = this.#terminal.source();
    const selections = [selectionSource(), await terminalSelectionSource()];
    const special = [
      ...selections.filter((source) => source !== null),
      ...problemSources(),
      ...changeSources(),
      ...(terminal === null ? [] : [terminal]),
    ];
    if (query === '') return [...special, ...openFiles().slice(0, mostOpenFiles).map(fileSource)];
    const wanted = query.toLowerCase();
    const named = special.filter(({ kind, label }) => `${kind} ${label}`.toLowerCase().includes(wanted));
    return [...named, ...(await this.#files.search(query, mostFound))];
  }
}

/** Why there is less to attach than expected; `null` if there is not. */
export function searchNote(): string | null {
  return workspace.isTrusted ? null : l10n.t('This folder is not trusted, so nothing of it can be attached.');
}

export function shownOffer(id: string, { kind, label, detail }: ContextSource): ShownOffer {
  return { id, kind, label, detail: detail === label ? '' : detail };
}
