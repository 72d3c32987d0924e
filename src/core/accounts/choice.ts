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

/** Why an account is the one that answers. */
export type Because = PinPlace | 'default';

export interface Choice {
  readonly account: Account;
  readonly because: Because;
}

const places: readonly PinPlace[] = ['folder', 'workspace'];

/**
 * Which account answers where nothing names one: the one pinned to the folder, else to the workspace, else the default. A pin
 * to an account that is gone counts for nothing.
 */
export class AccountChoice {
  readonly #accounts: Accounts;
  readonly #pins: Pins;

  constructor(accounts: Accounts, pins: Pins) {
    this.#accounts = accounts;
    this.#pins = pins;
  }

  get current(): Choice | null {
    for (const place of places) {
      const account = this.pinnedTo(place);
      if (account !== null) return { account, because: place };
    }
    const { active } = this.#accounts;
    return active === null ? null : { account: active, because: 'default' };
  }

  get account(): Account | null {
    return this.current?.account ?? null;
  }

  /** The account that is pinned there; `null` if none is, or it is gone. */
  pinnedTo(place: PinPlace): Account | null {
    const id = this.#pins.get(place);
    return id === null ? null : (this.#accounts.find(id)?.account ?? null);
  }

  /** Lets this account answer from now on, in the place that the present one has been chosen for. */
  async switchTo(account: AccountId): Promise<void> {
    const because = this.current?.because ?? 'default';
    if (because === 'default') await this.#accounts.activate(account);
    else await this.#pins.set(because, account);
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
}
