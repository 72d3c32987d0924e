import type { AccountId } from '../model.ts';
import type { Clock } from '../ports.ts';
import { Alarms } from './alarms.ts';
import type { AccountRecord } from './record.ts';
import type { Standings } from './standing.ts';

/** So much later at most a window that is not in focus renews: the one in focus comes first. */
const yieldMs = 20_000;

export interface BackgroundDeps {
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly standings: Standings;
  find(account: AccountId): AccountRecord | null;
  /** The record is due for its renewal. */
  renew(record: AccountRecord): void;
  /** Something has ended or begun for the account with the time. */
  tell(account: AccountId): void;
}

/** Sees to it, while nobody asks for an account, that it is renewed when its time comes. */
export class Background {
  readonly #deps: BackgroundDeps;
  readonly #alarms: Alarms;
  /** Whether this window is in focus; `null` before anybody has said so, and then nothing is done. */
  #focused: boolean | null = null;

  constructor(deps: BackgroundDeps) {
    this.#deps = deps;
    this.#alarms = new Alarms(deps.clock, (account) => this.#ring(account));
  }

  attend(focused: boolean, records: readonly AccountRecord[]): void {
    this.#focused = focused;
    for (const record of records) this.arm(record);
  }

  /** Sets the account's alarm anew, because something about it has changed. */
  arm(record: AccountRecord | null): void {
    if (this.#focused === null || record === null) return;
    const { clock, random, standings } = this.#deps;
    const { id } = record.account;
    const politeMs = this.#focused ? 0 : random() * yieldMs;
    this.#alarms.set(id, standings.of(id).nextAt(record, clock.now(), politeMs, random));
  }

  forget(account: AccountId): void {
    this.#alarms.set(account, null);
  }

  stop(): void {
    this.#focused = null;
    this.#alarms.clear();
  }

  #ring(account: AccountId): void {
    const { clock, random, standings } = this.#deps;
    const record = this.#deps.find(account);
    if (record === null) return;
    const standing = standings.of(account);
    // What failed to be stored is tried again although its token is new.
    if (standing.isTroubled || standing.isDue(record, clock.now(), random)) this.#deps.renew(record);
    else this.#deps.tell(account);
  }
}
