import { type ChatResponseStream, l10n, Uri } from 'vscode';
import type { Account, AssistantPart } from '../../core/model.ts';
import type { StreamPart } from '../../core/parts.ts';
import { Collector } from '../../core/stream/collect.ts';
import type { SteppedIn } from '../askLadder.ts';
import { ThoughtHeadings } from './thoughtHeadings.ts';

/** Shows one answer of `@maestro` as it comes, and keeps what it was. */
export class AnswerStream {
  readonly #stream: ChatResponseStream;
  readonly #collector = new Collector();
  #headings = new ThoughtHeadings();
  #thinking: number | null = null;
  #steppedIn: SteppedIn | null = null;

  constructor(stream: ChatResponseStream) {
    this.#stream = stream;
  }

  add(part: StreamPart | SteppedIn): void {
    if (part.kind !== 'stepped-in') this.#collector.add(part);
    switch (part.kind) {
      case 'text':
        if (part.delta !== '') this.#stream.markdown(part.delta);
        return;
      case 'reasoning':
        return this.#think(part.block, part.delta);
      case 'citation':
        return this.#cite(part.source.url);
      case 'retrying':
        return void this.#stream.progress(l10n.t('Retrying ({0}/{1})…', part.attempt, part.attempts));
      case 'renewing':
        return void this.#stream.progress(l10n.t('Renewing the sign-in…'));
      case 'waiting':
        return void this.#stream.progress(l10n.t('Still waiting for the service…'));
      case 'stepped-in':
        this.#steppedIn = part;
        return void this.#stream.progress(l10n.t('{0} {1} answers.', part.because, part.account.label));
      case 'tool-call':
      case 'tool-input':
      case 'limits':
      case 'end':
        return;
      default:
        part satisfies never;
    }
  }

  /** The answer so far. */
  get parts(): readonly AssistantPart[] {
    return this.#collector.parts;
  }

  /** Who answers instead of the account that was asked; `null` if it does itself. */
  get standIn(): Account | null {
    return this.#steppedIn?.account ?? null;
  }

  /** Stable API has no place for thoughts, so there is one line that says what they are about. */
  #think(block: number, delta: string): void {
    if (block !== this.#thinking) {
      this.#thinking = block;
      this.#headings = new ThoughtHeadings();
      this.#stream.progress(l10n.t('Thinking…'));
    }
    for (const heading of this.#headings.add(delta)) this.#stream.progress(l10n.t('Thinking: {0}', heading));
  }

  #cite(url: string): void {
    if (/^https?:/i.test(url) && URL.canParse(url)) this.#stream.reference(Uri.parse(url, true));
  }
}
