import { l10n, Position, Range, type Uri, window } from 'vscode';
import type { ShownFile } from '../webview/bridge.ts';
import { fileReferenceIn } from '../webview/markdown/fileReference.ts';
import { workspaceFile } from './workspaceFiles.ts';

interface LinkedFile {
  readonly uri: Uri;
  readonly at: Position | null;
}

/** Files that answers name. A page is told a number for each that exists, and asks for it by that. */
export class FileLinks {
  readonly #files: LinkedFile[] = [];
  readonly #numbers = new Map<string, number>();

  /** Those of the pieces of an answer that name a file of the workspace. */
  async find(written: readonly string[]): Promise<readonly ShownFile[]> {
    const found = await Promise.all(written.map((text) => this.#find(text)));
    return found.filter((file) => file !== null);
  }

  /** Opens the file of this number, at its line. */
  async open(file: number): Promise<void> {
    const linked = this.#files[file];
    if (linked === undefined) return;
    const selection = linked.at === null ? {} : { selection: new Range(linked.at, linked.at) };
    try {
      await window.showTextDocument(linked.uri, { ...selection, preview: true });
    } catch {
      void window.showErrorMessage(l10n.t('The file cannot be opened.'));
    }
  }

  async #find(written: string): Promise<ShownFile | null> {
    const reference = fileReferenceIn(written);
    const uri = reference === null ? null : await workspaceFile(reference.path);
    if (reference === null || uri === null) return null;
    const { line, column } = reference;
    const at = line === null ? null : new Position(line - 1, (column ?? 1) - 1);
    return { written, file: this.#numberOf({ uri, at }) };
  }

  #numberOf(linked: LinkedFile): number {
    const key = `${linked.uri.toString()} ${linked.at?.line} ${linked.at?.character}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#files.length);
    return this.#files.push(linked) - 1;
  }
}
