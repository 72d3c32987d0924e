import type { ConversationId } from '../model.ts';
import type { Clock, JournalFiles, SharedTexts } from '../ports.ts';
import { type Draft, type Edit, emptyDraft } from './draft.ts';
import {
  readDraftContext,
  readDraftEdits,
  readDraftText,
  writeDraftContext,
  writeDraftEdits,
  writeDraftText,
  writtenAt,
} from './draftRecord.ts';
import { isId } from './entryRecord.ts';

/** What was not asked yet in one conversation. */
export interface OpenDraft {
  readonly conversation: ConversationId;
  /** What was left in it before. */
  readonly left: Draft;
  keepText(text: string): void;
  keepEdits(edits: readonly Edit[]): void;
  keepContext(draft: Pick<Draft, 'context' | 'waiting'>): void;
}

/** So long is kept what was written in a conversation in which nothing was ever asked. */
const keptMs = 30 * 86_400_000;
const contextEnding = '.context';
const editsEnding = '.edits';
const endings = [contextEnding, editsEnding];

interface DraftsDeps {
  readonly texts: SharedTexts;
  readonly clock: Clock;
}

/**
 * What was not asked yet in each conversation, on the disk as soon as it is written. What is attached lies beside the text,
 * so that a key press does not write images again, and so does what is written in the place of earlier questions.
 */
export class Drafts {
  readonly #deps: DraftsDeps;
  /** What is to be in a file, by its name, until it is there; `null` for no file. */
  readonly #latest = new Map<string, string | null>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(deps: DraftsDeps) {
    this.#deps = deps;
  }

  /** The draft of a conversation in which this was left. */
  of(conversation: ConversationId, left: Draft): OpenDraft {
    const now = (): number => this.#deps.clock.now();
    return {
      conversation,
      left,
      keepText: (text) => this.#put(conversation, text === '' ? null : writeDraftText(text, now())),
      keepEdits: (edits) =>
        this.#put(conversation + editsEnding, edits.length === 0 ? null : writeDraftEdits(edits, now())),
      keepContext: (draft) => {
        const isEmpty = draft.context.length + draft.waiting.length === 0;
        this.#put(conversation + contextEnding, isEmpty ? null : writeDraftContext(draft, now()));
      },
    };
  }

  /** What was left in this conversation, the latest of any window. Never throws. */
  async read(id: ConversationId): Promise<Draft> {
    if (!isId(id)) return emptyDraft;
    const [text = '', context = '', edits = ''] = await Promise.all(
      ['', ...endings].map((ending) => this.#read(id + ending)),
    );
    return { text: readDraftText(text), edits: readDraftEdits(edits), ...readDraftContext(context) };
  }

  /** Gives what was left in a conversation that was never begun to another one. Never throws. */
  async move(from: ConversationId, to: ConversationId): Promise<OpenDraft> {
    const left = await this.read(from);
    const draft = this.of(to, left);
    draft.keepText(left.text);
    draft.keepEdits(left.edits);
    draft.keepContext(left);
    if (isId(from)) for (const ending of ['', ...endings]) this.#put(from + ending, null);
    return draft;
  }

  /** Removes what was left long ago in conversations of which there is no journal. Never throws. */
  async sweep(files: JournalFiles): Promise<void> {
    const begun = await files.list().catch(() => null);
    const names = await this.#deps.texts.names().catch(() => []);
    if (begun === null) return;
    const known = new Set(begun.map(({ name }) => name));
    for (const name of names) {
      const ending = endings.find((one) => name.endsWith(one)) ?? '';
      if (known.has(name.slice(0, name.length - ending.length))) continue;
      if (this.#deps.clock.now() - writtenAt(await this.#read(name)) > keptMs) this.#put(name, null);
    }
  }

  /** Resolves when everything is on the disk, as far as it can be. */
  async dispose(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  async #read(name: string): Promise<string> {
    const latest = this.#latest.get(name);
    if (latest !== undefined) return latest ?? '';
    return (await this.#deps.texts.read(name).catch(() => null)) ?? '';
  }

  #put(name: string, record: string | null): void {
    this.#latest.set(name, record);
    if (this.#writing.has(name)) return;
    const writing = this.#write(name).finally(() => this.#writing.delete(name));
    this.#writing.set(name, writing);
  }

  /** What has changed while it was written is written after it. What cannot be written stays for as long as the window. */
  async #write(name: string): Promise<void> {
    for (let record = this.#latest.get(name); record !== undefined; record = this.#latest.get(name)) {
      const { texts } = this.#deps;
      const isWritten = await (record === null ? texts.remove(name) : texts.write(name, record)).then(
        () => true,
        () => false,
      );
      if (this.#latest.get(name) !== record) continue;
      if (!isWritten) return;
      this.#latest.delete(name);
    }
  }
}
