import type { Account, AccountId } from '../model.ts';
import type { Accounts } from './accounts.ts';

/** Where an account can be pinned: to one folder of the workspace, or to all of it. */
export type PinPlace = 'folder' | 'workspace';

/** The pins of the workspace that is open, for the folder that is worked in. */
export interface Pins {
  get(place: PinPlace): AccountId | null;
  set(place: PinPlace, account: AccountId | null): Promise<void>;
  /** Calls back when a pin, or the folder that is worked in, has changed. Returns the unsubscriber. */
  onDidChange(listener: () => void): () => void;
}

/** What can name the account that answers, the strongest first. */
const order = ['turn', 'conversation', 'folder', 'workspace', 'default'] as const;

/** Why an account is the one that answers. */
export type Because = (typeof order)[number];

export interface Choice {
  readonly account: Account;
  readonly because: Because;
}

/** Who answers among the accounts that were named, and why; `null` if none was. */
export function resolve(named: Readonly<Record<Because, Account | null>>): Choice | null {
  for (const because of order) {
    const account = named[because];
    if (account !== null) return { account, because };
  }
  return null;
}

/** Who was chosen for one turn or for all of its conversation. */
export interface OwnChoice {
  readonly turn: AccountId | null;
  readonly conversation: AccountId | null;
}

/**
 * Which account answers: the one chosen for the turn, else for the conversation, else pinned to the folder, else to the
 * workspace, else the default. A choice of an account that is gone counts for nothing.
 */
export class AccountChoice {
  readonly #accounts: Accounts;
  readonly #pins: Pins;

  constructor(accounts: Accounts, pins: Pins) {
    this.#accounts = accounts;
    this.#pins = pins;
  }

  /** The choice where neither a turn nor a conversation has one of its own. */
  get current(): Choice | null {
    return this.within({ turn: null, conversation: null });
  }

  get account(): Account | null {
    return this.current?.account ?? null;
  }

  /** The choice for a turn of a conversation. */
  within({ turn, conversation }: OwnChoice): Choice | null {
    return resolve({
      turn: this.#known(turn),
      conversation: this.#known(conversation),
      folder: this.pinnedTo('folder'),
      workspace: this.pinnedTo('workspace'),
      default: this.#accounts.active,
    });
  }

  /** The account that is pinned there; `null` if none is, or it is gone. */
  pinnedTo(place: PinPlace): Account | null {
    return this.#known(this.#pins.get(place));
  }

  /** Lets this account answer from now on, in the place that the present one has been chosen for. */
  async switchTo(account: AccountId): Promise<void> {
    const because = this.current?.because;
    if (because === 'folder' || because === 'workspace') await this.#pins.set(because, account);
    else await this.#accounts.activate(account);
  }

  async pin(place: PinPlace, account: AccountId): Promise<void> {
    await this.#pins.set(place, account);
  }

  async unpin(place: PinPlace): Promise<void> {
    await this.#pins.set(place, null);
  }

  /** Calls back when another account may have become the one that answers. Returns the unsubscriber. */
  onDidChange(listener: () => void): () => void {
    const unsubscribers = [this.#accounts.onDidChange(listener), this.#pins.onDidChange(listener)];
    return () => {
      for (const unsubscribe of unsubscribers) unsubscribe();
    };
  }

  #known(id: AccountId | null): Account | null {
    return id === null ? null : (this.#accounts.find(id)?.account ?? null);
  }
}
