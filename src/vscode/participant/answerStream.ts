import { type ChatResponseStream, l10n, Uri } from 'vscode';
import type { AgentPart } from '../../core/agent/parts.ts';
import type { Round } from '../../core/chat/turn.ts';
import type { AssistantPart } from '../../core/model.ts';
import type { StreamPart } from '../../core/parts.ts';
import { Collector } from '../../core/stream/collect.ts';
import type { SteppedIn } from '../askLadder.ts';
import { ThoughtHeadings } from './thoughtHeadings.ts';

/** Shows one answer of `@maestro` as it comes, and keeps what it was. */
export class AnswerStream {
  readonly #stream: ChatResponseStream;
  readonly #earlier: Round[] = [];
  #collector = new Collector();
  /** Whether tools have answered since anything was said. */
  #isFollowing = false;
  #headings = new ThoughtHeadings();
  #thinking: number | null = null;
  #steppedIn: SteppedIn | null = null;

  constructor(stream: ChatResponseStream) {
    this.#stream = stream;
  }

  add(part: StreamPart | SteppedIn | AgentPart): void {
    switch (part.kind) {
      case 'round':
        this.#earlier.push({ parts: this.#collector.parts, next: { kind: 'results', results: part.results } });
        this.#collector = new Collector();
        this.#isFollowing = true;
        return;
      case 'stepped-in':
        this.#steppedIn = part;
        return void this.#stream.progress(l10n.t('{0} {1} answers.', part.because, part.account.label));
      // VS Code shows by itself which tools run, and asks about them.
      case 'tool-state':
      case 'tool-result':
        return;
      default:
        this.#collector.add(part);
        return this.#show(part);
    }
  }

  /** The answer so far. */
  get parts(): readonly AssistantPart[] {
    return this.rounds.flatMap(({ parts }) => parts);
  }

  /** The same, with what the tools gave. */
  get rounds(): readonly Round[] {
    return [...this.#earlier, { parts: this.#collector.parts, next: null }];
  }

  /** Who answers instead of the account that was asked, and why; `null` if it does itself. */
  get standIn(): SteppedIn | null {
    return this.#steppedIn;
  }

  #show(part: StreamPart): void {
    switch (part.kind) {
      case 'text':
        return this.#say(part.delta);
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
      case 'tool-call':
      case 'tool-input':
      case 'limits':
      case 'end':
        return;
      default:
        part satisfies never;
    }
  }

  /** What is said after tools have answered is another paragraph. */
  #say(delta: string): void {
    if (delta === '') return;
    this.#stream.markdown(this.#isFollowing ? `\n\n${delta}` : delta);
    this.#isFollowing = false;
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
