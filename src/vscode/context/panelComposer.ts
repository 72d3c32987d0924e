import { workspace } from 'vscode';
import type { Edit } from '../../core/chat/draft.ts';
import type { OpenDraft } from '../../core/chat/drafts.ts';
import { QuestionQueue } from '../../core/chat/queue.ts';
import type { Model } from '../../core/model.ts';
import type { Outcome } from '../../core/parts.ts';
import type { ComposerIntent, ShownComposer, Update } from '../../webview/bridge.ts';
import { Attachments } from './attachments.ts';
import { pickContext } from './contextPicker.ts';
import { type ContextSearch, searchNote, shownOffer } from './contextSearch.ts';
import { type ContextSource, imageSource, textSource } from './contextSource.ts';
import { droppedSources } from './dropped.ts';
import { codeInSight } from './editorContext.ts';
import { keptSource } from './keptSource.ts';
import { Offers } from './offers.ts';

/** A question as it was written, with what is to go with it. */
export interface WrittenQuestion {
  readonly text: string;
  readonly context: readonly ContextSource[];
}

/** The conversation that the questions are for, and where what goes with them is found. */
export interface ComposerDeps {
  readonly search: ContextSearch;
  /** What an earlier window has left, and where what is not asked yet is kept. */
  readonly draft: OpenDraft;
  /** The model that the next question goes to; `null` where none is known yet. */
  model(): Model | null;
  /** An estimate of what the conversation takes so far. */
  historyTokens(): number;
  /** Ends the answer that is arriving, if there is one, and asks this. */
  interrupt(question: WrittenQuestion): Promise<void>;
  /** Tells every page. */
  tell(update: Update): void;
}

/** Most edits that are kept: the last ones. */
const mostEdits = 10;
/** Most of a queued question that is shown while it waits. */
const shownLength = 300;

/** What belongs to the next questions of a conversation but is not said yet: what is attached, and what waits for its turn. */
export class PanelComposer {
  readonly #deps: ComposerDeps;
  readonly #offers = new Offers();
  readonly #attachments = new Attachments(() => this.#contextChanged());
  readonly #queue = new QuestionQueue<WrittenQuestion>();
  #text: string;
  #edits: readonly Edit[];
  #isDisposed = false;

  constructor(deps: ComposerDeps) {
    this.#deps = deps;
    const { text, edits, context, waiting } = deps.draft.left;
    this.#text = text;
    this.#edits = edits;
    this.#queue.restore(waiting.map((one) => ({ text: one.text, context: one.context.flatMap(keptSource) })));
    void this.attach(context.flatMap(keptSource));
  }

  /** From now on nothing is kept: the conversation may be open anew, with a composer that knows better. */
  dispose(): void {
    this.#isDisposed = true;
  }

  /** What is being written, for a page that is to go on with it. */
  get writing(): Update {
    return { kind: 'written', conversation: this.#deps.draft.conversation, text: this.#text };
  }

  /** What is being written in the place of earlier questions. */
  get edits(): readonly Edit[] {
    return this.#edits;
  }

  get shown(): ShownComposer {
    const model = this.#deps.model();
    const attachments = this.#attachments.shown(model);
    const attached = attachments.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0);
    return {
      attachments,
      queue: this.#queue.list.map(({ id, question: { text, context } }) => {
        const shown = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
        return { id, text: shown, attachments: context.length };
      }),
      isHeld: this.#queue.isHeld,
      tokens: this.#deps.historyTokens() + attached,
      window: model?.limits.inputTokens ?? null,
    };
  }

  /** Tells the pages. To be called when the model or the conversation has changed. */
  changed(): void {
    this.#deps.tell({ kind: 'composer', composer: this.shown });
  }

  /** The text as a question, with everything that is attached, which is then attached no more. */
  written(text: string): WrittenQuestion {
    return { text, context: this.#attachments.take() };
  }

  /** Lets a question wait for the answer before it; where too many do, it is given back to be written again. */
  wait(question: WrittenQuestion): void {
    if (this.#queue.add(question)) this.#contextChanged();
    else this.#giveBack(question, (update) => this.#deps.tell(update));
  }

  /** What is to be asked now that an answer has ended like this. */
  next(outcome: Outcome): WrittenQuestion | null {
    const question = this.#queue.next(outcome);
    this.#contextChanged();
    return question;
  }

  /** Attaches these; of a workspace that is not trusted nothing is read, so of those only what the person brought along. */
  attach(sources: readonly ContextSource[]): Promise<void> {
    const allowed = sources.filter(({ origin }) => workspace.isTrusted || origin === 'pasted' || origin === 'dropped');
    return this.#attachments.add(allowed);
  }

  /** Lets the user choose something to attach. */
  async addContext(): Promise<void> {
    const picked = await pickContext(this.#deps.search);
    if (picked !== null) await this.attach([picked]);
  }

  /** Does what the page asks for; what is for that page alone goes through `post`. */
  async handle(intent: ComposerIntent, post: (update: Update) => void): Promise<void> {
    switch (intent.kind) {
      case 'written':
        return this.#write(intent);
      case 'edited':
        return this.#edit(intent);
      case 'search-context': {
        const found = await this.#deps.search.find(intent.query);
        const offers = found.map((source) => shownOffer(this.#offers.add(source), source));
        return post({ kind: 'context-offers', request: intent.request, offers, note: searchNote() });
      }
      case 'attach': {
        const source = this.#offers.get(intent.offer);
        return source === null ? undefined : this.attach([source]);
      }
      case 'detach':
        return this.#attachments.remove(intent.attachment);
      case 'add-context':
        return this.addContext();
      case 'attach-selection': {
        const source = codeInSight();
        return source === null ? undefined : this.attach([source]);
      }
      case 'attach-image':
        return this.attach([imageSource(intent.name, intent.type, intent.data)]);
      case 'attach-text':
        return this.attach([fileText(intent.name, intent.text)]);
      case 'attach-dropped':
        return this.attach(await droppedSources(intent.uris));
      case 'queue-edit': {
        const question = this.#taken(intent.queued);
        return question === null ? undefined : this.#giveBack(question, post);
      }
      case 'queue-remove':
        this.#taken(intent.queued);
        return;
      case 'queue-send': {
        const question = this.#taken(intent.queued);
        return question === null ? undefined : this.#deps.interrupt(question);
      }
      default:
        return intent satisfies never;
    }
  }

  #taken(id: string): WrittenQuestion | null {
    const question = this.#queue.take(id);
    this.#contextChanged();
    return question;
  }

  /** What a page still says of the conversation that it showed before is no part of this one. */
  #write({ conversation, text }: Extract<ComposerIntent, { kind: 'written' }>): void {
    const { draft, tell } = this.#deps;
    if (conversation !== draft.conversation || text === this.#text) return;
    this.#text = text;
    draft.keepText(text);
    tell(this.writing);
  }

  #edit({ conversation, turn, text }: Extract<ComposerIntent, { kind: 'edited' }>): void {
    const { draft } = this.#deps;
    if (conversation !== draft.conversation) return;
    const others = this.#edits.filter((edit) => edit.turn !== turn);
    this.#edits = text === '' ? others : [...others, { turn, text }].slice(-mostEdits);
    draft.keepEdits(this.#edits);
  }

  #contextChanged(): void {
    const waiting = this.#queue.list.map(({ question: { text, context } }) => {
      return { text, context: context.flatMap((source) => source.kept() ?? []) };
    });
    if (!this.#isDisposed) this.#deps.draft.keepContext({ context: this.#attachments.kept, waiting });
    this.changed();
  }

  #giveBack({ text, context }: WrittenQuestion, post: (update: Update) => void): void {
    post({ kind: 'draft', text });
    void this.attach(context);
  }
}

/** A file whose content came with the drop: where it lies, nobody has told. */
function fileText(name: string, text: string): ContextSource {
  const source = { kind: 'text', origin: 'dropped', key: `text ${name} ${text}`, label: name, detail: '' } as const;
  return textSource(source, { title: `The file \`${name}\``, language: '', text });
}
