import { l10n } from 'vscode';
import { Conversation, type Turn } from '../core/chat/conversation.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, AccountId } from '../core/model.ts';
import type { ContentPart, Outcome, StatusPart, StreamPart } from '../core/parts.ts';
import type { Vendor } from '../core/vendor.ts';
import type { ChatState, ShownAccount, ShownMessage, ShownOutcome, ShownVendor, Update } from '../webview/bridge.ts';
import { answerer, plainQuestion } from './ask.ts';
import { askLadder, type SteppedIn } from './askLadder.ts';
import { Batcher } from './batcher.ts';
import { endNote } from './endNote.ts';
import { endedParts, shownContent, shownParts } from './shown.ts';
import { actionLabel, describe } from './words.ts';

/** About one frame: more messages than that cost the page more than they show. */
const batchMs = 16;

/** The panel's conversation: what was said, the running turn, and the updates that every open page is sent. */
export class PanelChat {
  readonly #maestro: Maestro;
  readonly #conversation = new Conversation();
  readonly #listeners = new Set<(update: Update) => void>();
  readonly #unsubscribe: () => void;
  #stop: AbortController | null = null;
  #lastAsked: AccountId | null = null;
  #batcher: Batcher<ContentPart | StatusPart> | null = null;

  constructor(maestro: Maestro) {
    this.#maestro = maestro;
    const subscriptions = [
      maestro.choice.onDidChange(() => this.showAccount()),
      maestro.models.onDidChange(() => this.showAccount()),
    ];
    this.#unsubscribe = () => subscriptions.forEach((unsubscribe) => void unsubscribe());
  }

  dispose(): void {
    this.stop();
    this.#unsubscribe();
    this.#listeners.clear();
  }

  get state(): ChatState {
    // What waits to be posted is in the state already and must not come a second time after it.
    this.#batcher?.flush();
    const { turns, running } = this.#conversation;
    const messages = turns.flatMap(shownTurn);
    const asking: ShownMessage[] = running === null ? [] : [{ role: 'user', text: running.question }];
    return {
      account: this.#account,
      vendors: this.#maestro.vendors.map(shownVendor),
      messages: [...messages, ...asking],
      running: running === null ? null : { turn: running.number, parts: shownContent(running.parts), by: running.by },
    };
  }

  /** Resolves when the accounts are known, as far as the system lets us read them. */
  async ready(): Promise<void> {
    await this.#maestro.accounts.ready().catch(() => undefined);
  }

  /** The account that the last question went to. */
  get lastAsked(): AccountId | null {
    return this.#lastAsked;
  }

  /** Calls back with everything a page must show. Returns the unsubscriber. */
  onUpdate(listener: (update: Update) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the pages which account and model the next question goes to. */
  showAccount(): void {
    this.#tell({ kind: 'account', account: this.#account });
  }

  /** Asks the active account. Resolves when the turn has ended; a question during another turn is ignored. */
  async send(question: string): Promise<void> {
    await this.ready();
    const account = this.#maestro.choice.account;
    const by = account === null ? '' : answerer(this.#maestro, account);
    const messages = this.#conversation.messages(question);
    const turn = this.#conversation.start(question, by);
    if (turn === null) return;
    this.#tell({ kind: 'started', turn, text: question, by });
    if (account === null) return this.#end(turn, { kind: 'failed', failure: { code: 'no-account' } });
    const stop = new AbortController();
    this.#stop = stop;
    this.#lastAsked = account.id;
    const batcher = new Batcher<ContentPart | StatusPart>(batchMs, (parts) =>
      this.#tell({ kind: 'parts', turn, parts: shownParts(parts) }),
    );
    this.#batcher = batcher;
    try {
      for await (const news of askLadder(this.#maestro, account, plainQuestion(messages), stop.signal)) {
        const batch = this.#stepIn(turn, news);
        this.#conversation.add(turn, batch);
        batcher.add(batch.filter((part) => part.kind !== 'end'));
        const end = batch.find((part) => part.kind === 'end');
        if (end === undefined) continue;
        batcher.flush();
        this.#end(turn, end.outcome);
      }
    } finally {
      batcher.dispose();
      if (this.#batcher === batcher) this.#batcher = null;
      if (this.#stop === stop) this.#stop = null;
    }
  }

  stop(): void {
    this.#stop?.abort();
  }

  /** Asks the last question again, its earlier answer gone. */
  async retry(): Promise<void> {
    const question = this.#conversation.takeBack();
    if (question === null) return;
    this.#tell({ kind: 'snapshot', state: this.state });
    await this.send(question);
  }

  newChat(): void {
    this.stop();
    this.#conversation.clear();
    this.#tell({ kind: 'snapshot', state: this.state });
    this.#tell({ kind: 'focus' });
  }

  focus(): void {
    this.#tell({ kind: 'focus' });
  }

  get #account(): ShownAccount {
    const account = this.#maestro.choice.account;
    return account === null ? null : this.#shownAccount(account);
  }

  #shownAccount(account: Account): ShownAccount {
    const { label, plan, vendor } = account;
    const notice = this.#maestro.vendor(vendor).planNotice?.(account) ?? null;
    return { label, plan, model: this.#maestro.models.pick(account, null)?.label ?? '', notice };
  }

  /** Takes note of another account that answers from here on, and gives the rest. */
  #stepIn(turn: number, news: readonly (StreamPart | SteppedIn)[]): readonly StreamPart[] {
    return news.filter((part): part is StreamPart => {
      if (part.kind !== 'stepped-in') return true;
      this.#lastAsked = part.account.id;
      const by = `${answerer(this.#maestro, part.account)} · ${l10n.t('stepped in: {0}', part.because)}`;
      this.#conversation.answeredBy(turn, by);
      this.#tell({ kind: 'answerer', turn, by });
      return false;
    });
  }

  #end(turn: number, outcome: Outcome): void {
    // A new chat may have taken the place of the one that this turn belonged to.
    if (this.#conversation.running?.number !== turn) return;
    this.#conversation.end(turn, outcome);
    this.#tell({ kind: 'ended', turn, outcome: shownOutcome(outcome) });
  }

  #tell(update: Update): void {
    for (const listener of [...this.#listeners]) listener(update);
  }
}

function shownVendor({ id, label, invitation }: Vendor): ShownVendor {
  return { id, label, detail: '', ...invitation };
}

function shownTurn({ question, parts, outcome, by }: Turn): readonly ShownMessage[] {
  return [
    { role: 'user', text: question },
    { role: 'assistant', parts: endedParts(parts), outcome: shownOutcome(outcome), by },
  ];
}

function shownOutcome(outcome: Outcome): ShownOutcome {
  switch (outcome.kind) {
    case 'complete':
      return { kind: 'complete', note: endNote(outcome.reason) };
    case 'cancelled':
      return { kind: 'stopped' };
    case 'failed': {
      const { sentence, actions } = describe(outcome.failure);
      return { kind: 'failed', sentence, actions: actions.map((action) => ({ action, label: actionLabel(action) })) };
    }
    default:
      return outcome satisfies never;
  }
}
