import type { lineReader, Run } from './grammars.ts';
import { Painter } from './painter.ts';

/** Larger blocks keep the colour of plain text. */
const longestCode = 50_000;
const mostLines = 2_000;
/** Longest time that one block may take in all, and that the page is held up at once, in ms. */
const mostPerBlockMs = 200;
const sliceMs = 6;
/** A page that is busy all the time gets its colours as well, after so long. */
const longestWaitMs = 1_000;

interface Waiting {
  readonly code: Element;
  readonly language: string;
}

interface Job {
  readonly code: Element;
  readonly painter: Painter;
  readonly read: (line: string) => readonly Run[];
  readonly lines: readonly string[];
  line: number;
  spentMs: number;
}

type Grammars = { readonly lineReader: typeof lineReader };

/** Colours closed blocks of code while the page has nothing else to do, a few lines at a time. */
export class Highlighter {
  readonly #load: () => Promise<Grammars>;
  readonly #seen = new WeakSet<Element>();
  #waiting: Waiting[] = [];
  /** In which the reader has selected something, which would be lost. */
  #held: Waiting[] = [];
  #grammars: Grammars | null = null;
  #job: Job | null = null;
  #isAsked = false;

  /** `load` is called with the first block that has a language. */
  constructor(load: () => Promise<Grammars>) {
    this.#load = load;
    document.addEventListener('selectionchange', () => this.#release());
  }

  /** Takes the code of a block, which must not change any more, and the language that its fence names. */
  add(code: Element, language: string): void {
    if (language === '' || this.#seen.has(code)) return;
    this.#seen.add(code);
    this.#waiting.push({ code, language });
    this.#wake();
  }

  #release(): void {
    if (this.#held.length === 0) return;
    this.#waiting.push(...this.#held);
    this.#held = [];
    this.#wake();
  }

  #wake(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    // Without the grammars code is read as well, only in one colour.
    if (this.#grammars === null) void this.#begin().catch(() => undefined);
    else this.#ask();
  }

  async #begin(): Promise<void> {
    this.#grammars = await this.#load();
    this.#ask();
  }

  #ask(): void {
    requestIdleCallback((deadline) => this.#run(Math.min(sliceMs, Math.max(1, deadline.timeRemaining()))), {
      timeout: longestWaitMs,
    });
  }

  #run(ms: number): void {
    const end = performance.now() + ms;
    do {
      this.#job ??= this.#next();
      if (this.#job === null) {
        this.#isAsked = false;
        return;
      }
      if (!tried(this.#job, end)) this.#job = null;
    } while (performance.now() < end);
    this.#ask();
  }

  /** The next block that is still on the page, in a language that is known, and not too large. */
  #next(): Job | null {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { code, language } = next;
      if (isSelected(code)) {
        this.#held.push(next);
        continue;
      }
      const text = code.isConnected ? code.textContent : '';
      if (text === '' || text.length > longestCode) continue;
      const lines = text.split('\n');
      const read = lines.length > mostLines ? null : (this.#grammars?.lineReader(language) ?? null);
      if (read !== null) return { code, painter: new Painter(code), read, lines, line: 0, spentMs: 0 };
    }
    return null;
  }
}

function isSelected(code: Element): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(code, true);
}

/** As {@link goOn}. A grammar that fails leaves the rest of its block as it is. */
function tried(job: Job, end: number): boolean {
  try {
    return goOn(job, end);
  } catch {
    return false;
  }
}

/** Colours lines of the block until `end`; `false` when it is done, gone, or has taken too long. */
function goOn(job: Job, end: number): boolean {
  if (!job.code.isConnected) return false;
  const startedAt = performance.now();
  const runs: Run[] = [];
  while (job.line < job.lines.length && performance.now() < end) {
    const line = job.lines[job.line] ?? '';
    job.line++;
    runs.push(...job.read(line), { length: 1, kind: null });
  }
  job.painter.paint(runs);
  job.spentMs += performance.now() - startedAt;
  return job.line < job.lines.length && job.spentMs < mostPerBlockMs;
}
