import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  Range,
  TabInputTextDiff,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { cleanText } from '../core/cleanText.ts';
import { changeBetween } from './codePlacement.ts';

/** The scheme of what a file would be; package.json shows the buttons of a proposal by it. */
export const proposalScheme = 'maestro-proposal';

/** A file that could be another: the text that it has, and the text that is proposed. */
export interface Proposal {
  /** What it would be of; a file of this address need not exist. */
  readonly uri: Uri;
  /** `null` where the file would be made. */
  readonly document: TextDocument | null;
  /** What the document said when this was proposed. */
  readonly before: string;
  readonly after: string;
}

/** A proposal that is shown; only the first decision counts. */
interface Open {
  readonly proposal: Proposal;
  readonly decide: (isAccepted: boolean) => void;
}

/** Shows changes in VS Code's own diff editor. Until the person accepts one, no file and no document is touched. */
export class CodeProposals implements TextDocumentContentProvider, Disposable {
  readonly #texts = new EventEmitter<Uri>();
  readonly #proposals = new Map<string, Open>();
  readonly #subscriptions: readonly Disposable[];
  #count = 0;

  readonly onDidChange = this.#texts.event;

  constructor() {
    this.#subscriptions = [
      workspace.registerTextDocumentContentProvider(proposalScheme, this),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) if (input instanceof TabInputTextDiff) this.#forget(input.modified);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#texts.dispose();
    for (const { decide } of this.#proposals.values()) decide(false);
    this.#proposals.clear();
  }

  /** The text of either side: of the file as it would be, and of the file that is not there yet. */
  provideTextDocumentContent(uri: Uri): string {
    return this.#proposals.get(uri.toString())?.proposal.after ?? '';
  }

  /** Opens the diff. */
  async show(proposal: Proposal): Promise<void> {
    await this.#open(proposal, () => undefined);
  }

  /** Opens the diff and resolves to whether the person has accepted it. Aborting `signal` closes it. */
  async ask(proposal: Proposal, signal: AbortSignal): Promise<boolean> {
    const decision = Promise.withResolvers<boolean>();
    const right = await this.#open(proposal, decision.resolve);
    const stop = (): void => void this.#close(right);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return await decision.promise.finally(() => signal.removeEventListener('abort', stop));
  }

  async #open(proposal: Proposal, decide: Open['decide']): Promise<Uri> {
    this.#count++;
    const name = proposal.uri.path.split('/').at(-1) ?? '';
    const right = Uri.from({ scheme: proposalScheme, path: `/${this.#count}/${name}` });
    const nothing = Uri.from({ scheme: proposalScheme, path: `/nothing/${name}` });
    this.#proposals.set(right.toString(), { proposal, decide });
    const left = proposal.document?.uri ?? nothing;
    const title = l10n.t('{0}: proposed by the answer', cleanText(name));
    await commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    return right;
  }

  /** Makes the proposed change, as one edit that can be undone. Without a URI, that of the active diff. */
  async accept(given: unknown): Promise<void> {
    const right = proposalUri(given);
    const open = right === null ? undefined : this.#proposals.get(right.toString());
    if (right === null || open === undefined) return;
    const { proposal, decide } = open;
    if (proposal.document !== null && proposal.document.getText() !== proposal.before) {
      const sentence = l10n.t('The file has changed since. Apply the code again to see what it would do now.');
      void window.showWarningMessage(sentence);
      return;
    }
    if (!(await workspace.applyEdit(editOf(proposal)))) {
      void window.showErrorMessage(l10n.t('The file cannot be changed.'));
      return;
    }
    decide(true);
    await this.#close(right);
    await window.showTextDocument(proposal.uri, { preview: false });
  }

  async discard(given: unknown): Promise<void> {
    const right = proposalUri(given);
    if (right !== null) await this.#close(right);
  }

  async #close(right: Uri): Promise<void> {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const shown = tabs.filter(
      ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === right.toString(),
    );
    await window.tabGroups.close(shown);
    this.#forget(right);
  }

  #forget(right: Uri): void {
    this.#proposals.get(right.toString())?.decide(false);
    this.#proposals.delete(right.toString());
  }
}

function editOf({ uri, document, before, after }: Proposal): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  if (document === null) {
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false });
    edit.insert(uri, new Range(0, 0, 0, 0).start, after);
    return edit;
  }
  const { start, end, text } = changeBetween(before, after);
  edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  return edit;
}

/** The proposal that a button of an editor's title names, or the one that is active. */
function proposalUri(given: unknown): Uri | null {
  if (given instanceof Uri && given.scheme === proposalScheme) return given;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff && input.modified.scheme === proposalScheme ? input.modified : null;
}
