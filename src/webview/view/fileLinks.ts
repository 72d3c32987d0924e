import { type AnswerUpdate, type Intent, mostFilesAsked } from '../bridge.ts';
import { fileReferenceIn } from '../markdown/fileReference.ts';
import { words } from '../words.ts';

type Named = Map<string, Element[]>;

/** Names of files in answers. They become links where the host says that there is such a file. */
export class FileLinks {
  readonly #post: (intent: Intent) => void;
  /** Names that were found since the last question to the host, by turn. */
  #found = new Map<string, Named>();
  /** Questions that the host has not answered, by turn: it answers them in their order. */
  readonly #asked = new Map<string, Named[]>();

  constructor(root: HTMLElement, post: (intent: Intent) => void) {
    this.#post = post;
    root.addEventListener('click', (event) => this.#open(event));
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#open(event);
    });
  }

  /** Looks for names of files in an element of an answer that does not change any more. */
  lookIn(part: Element): void {
    const turn = part.closest('[data-turn]')?.getAttribute('data-turn') ?? null;
    if (turn === null || part.closest('.thinking') !== null) return;
    // Of code that has come line by line, the name is above it.
    const whole = part.matches('pre > code') ? (part.closest('.code-block') ?? part) : part;
    for (const named of whole.querySelectorAll('code, [data-written]')) {
      const written = named.getAttribute('data-written') ?? named.textContent;
      if (named.closest('pre, a') === null && fileReferenceIn(written) !== null) this.#take(turn, written, named);
    }
  }

  /** Makes links of the names that the host knows files of. */
  hear({ turn, files }: Extract<AnswerUpdate, { kind: 'files' }>): void {
    const asked = this.#asked.get(turn)?.shift();
    for (const { written, file } of files) for (const named of asked?.get(written) ?? []) link(named, written, file);
  }

  #take(turn: string, written: string, named: Element): void {
    if (this.#found.size === 0) setTimeout(() => this.#ask());
    const found: Named = this.#found.get(turn) ?? new Map();
    found.set(written, [...(found.get(written) ?? []), named]);
    this.#found.set(turn, found);
  }

  #ask(): void {
    const found = this.#found;
    this.#found = new Map();
    for (const [turn, named] of found) {
      const all = [...named];
      for (let from = 0; from < all.length; from += mostFilesAsked) {
        const asked = new Map(all.slice(from, from + mostFilesAsked));
        this.#asked.set(turn, [...(this.#asked.get(turn) ?? []), asked]);
        this.#post({ kind: 'find-files', turn, written: [...asked.keys()] });
      }
    }
  }

  #open(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest('[data-file]') : null;
    if (link === null) return;
    event.preventDefault();
    this.#post({ kind: 'open-file', file: Number(link.getAttribute('data-file')) });
  }
}

/** No `a`: VS Code would take the click for one on an address. */
function link(named: Element, written: string, file: number): void {
  named.classList.add('file-link');
  named.setAttribute('role', 'link');
  named.setAttribute('tabindex', '0');
  named.setAttribute('title', words.openFile(written));
  named.setAttribute('data-file', String(file));
}
