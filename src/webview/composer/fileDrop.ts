import { element } from '../element.ts';
import { words } from '../words.ts';
import { canTake, droppedIntake } from './intake.ts';

interface Deps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onUris: (uris: readonly string[]) => void;
}

/** Takes files that are dropped anywhere on the page, and shows that it would while they are dragged over it. */
export class FileDrop {
  /** Covers the place to write while something hangs over the page. */
  readonly root = element('div', { class: 'drop-target', 'data-role': 'drop-target', hidden: '' }, words.drop);
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
    document.addEventListener('dragover', (event) => this.#onOver(event));
    document.addEventListener('dragleave', (event) => {
      // Each element that is left says so; only leaving the page has nowhere to go.
      if (event.relatedTarget === null) this.root.hidden = true;
    });
    document.addEventListener('drop', (event) => this.#onDrop(event));
  }

  #onOver(event: DragEvent): void {
    const { dataTransfer } = event;
    if (dataTransfer === null || !canTake(dataTransfer)) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'copy';
    this.root.hidden = false;
  }

  #onDrop(event: DragEvent): void {
    this.root.hidden = true;
    const { dataTransfer } = event;
    if (dataTransfer === null || !canTake(dataTransfer)) return;
    const { files, uris } = droppedIntake(dataTransfer);
    // Anything else, for example a link, is dropped as the text it is.
    if (files.length + uris.length === 0) return;
    event.preventDefault();
    if (files.length > 0) this.#deps.onFiles(files);
    if (uris.length > 0) this.#deps.onUris(uris);
  }
}
