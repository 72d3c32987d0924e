import type { AccountId } from '../model.ts';
import { type AccountRecord, writeRecord } from './record.ts';

export interface AccountChange {
  readonly added: readonly AccountRecord[];
  readonly removed: readonly AccountRecord[];
  readonly changed: readonly AccountRecord[];
}

/** What has to be said about the step from one set of accounts to another. */
export function difference(
  before: ReadonlyMap<AccountId, AccountRecord>,
  after: ReadonlyMap<AccountId, AccountRecord>,
): AccountChange {
  const same = (record: AccountRecord): boolean => {
    const old = before.get(record.account.id);
    return old !== undefined && writeRecord(old) === writeRecord(record);
  };
  return {
    added: [...after.values()].filter((record) => !before.has(record.account.id)),
    removed: [...before.values()].filter((record) => !after.has(record.account.id)),
    changed: [...after.values()].filter((record) => before.has(record.account.id) && !same(record)),
  };
}
