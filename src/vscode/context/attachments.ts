import { l10n } from 'vscode';
import type { KeptContext } from '../../core/chat/draft.ts';
import type { Model } from '../../core/model.ts';
import type { ShownAttachment } from '../../webview/bridge.ts';
import type { Reading } from '../participant/readReference.ts';
import type { ContextSource } from './contextSource.ts';
import { contextOf } from './readContext.ts';

const mostAttached = 50;

interface Attached {
  readonly id: string;
  readonly source: ContextSource;
  /** What it said when it was attached; `null` until it has been read. */
  readonly reading: Reading | null;
}

/** What goes with the next question. */
export class Attachments {
  readonly #onDidChange: () => void;
  #list: readonly Attached[] = [];
  #lastId = 0;

  constructor(onDidChange: () => void) {
    this.#onDidChange = onDidChange;
  }

  /** What brings all of it back in another window, as far as anything does. */
  get kept(): readonly KeptContext[] {
    return this.#list.flatMap(({ source }) => source.kept() ?? []);
  }

  /** Adds what is not there yet. Resolves when its size is known. */
  async add(sources: readonly ContextSource[]): Promise<void> {
    const known = new Set(this.#list.map(({ source }) => source.key));
    const added = [...new Map(sources.map((source) => [source.key, source])).values()]
      .filter(({ key }) => !known.has(key))
      .slice(0, Math.max(0, mostAttached - this.#list.length))
      .map((source): Attached => ({ id: this.#nextId(), source, reading: null }));
    if (added.length === 0) return;
    this.#list = [...this.#list, ...added];
    this.#onDidChange();
    await Promise.all(added.map((one) => this.#read(one)));
  }

  remove(id: string): void {
    this.#list = this.#list.filter((one) => one.id !== id);
    this.#onDidChange();
  }

  /** Takes everything, for a question that is on its way. */
  take(): readonly ContextSource[] {
    const taken = this.#list.map(({ source }) => source);
    this.#list = [];
    if (taken.length > 0) this.#onDidChange();
    return taken;
  }

  /** As they would go to this model; `null` where no model is known yet. */
  shown(model: Model | null): readonly ShownAttachment[] {
    const readings = this.#list.flatMap(({ reading }) => reading ?? []);
    const context = contextOf(readings, model);
    return this.#list.map(({ id, source: { kind, label, detail }, reading }) => {
      const sent = reading === null ? undefined : context.get(reading);
      const problem = reading === null || sent !== undefined ? null : whyLeftOut(reading, label, model);
      return { id, kind, label, detail: detail === label ? '' : detail, tokens: sent?.tokens ?? null, problem };
    });
  }

  async #read(added: Attached): Promise<void> {
    const reading = await added.source.read();
    this.#list = this.#list.map((one) => (one.id === added.id ? { ...one, reading } : one));
    this.#onDidChange();
  }

  #nextId(): string {
    this.#lastId++;
    return String(this.#lastId);
  }
}

function whyLeftOut(reading: Reading, label: string, model: Model | null): string {
  switch (reading.kind) {
    case 'unreadable':
      return l10n.t('{0} is too large or cannot be read, so it is left out.', label);
    case 'image':
      return model?.can.images === true
        ? l10n.t('There are more images than can be sent at once: {0} is left out.', label)
        : model === null
          ? l10n.t('This model takes no images: they are left out.')
          : l10n.t('{0} takes no images: they are left out.', model.label);
    case 'text':
      return l10n.t('There is no room for {0} beside what is attached already.', label);
    default:
      return reading satisfies never;
  }
}
