import { readRecord } from '../../../../src/core/accounts/record.ts';
import { type AccountWindow, AccountWindows } from '../../../accountWindows.ts';
import type { HandClock } from '../../../handClock.ts';
import { hourMs, type StrictVendor } from '../../../strictVendor.ts';

export interface TwoWindows {
  readonly windows: AccountWindows;
  readonly here: AccountWindow;
  readonly there: AccountWindow;
  readonly server: StrictVendor;
  readonly clock: HandClock;
}

/** Two windows that know the account, ten seconds before its access token ends. */
export async function twoWindows(): Promise<TwoWindows> {
  const windows = new AccountWindows();
  const here = await windows.openSignedIn();
  const there = await windows.open();
  windows.clock.advance(hourMs - 10_000);
  return { windows, here, there, server: windows.server, clock: windows.clock };
}

/** What is stored of the account, where every window that opens now would find it. */
export function stored(
  windows: AccountWindows,
): { readonly generation: number; readonly refresh: string | null } | null {
  const result = readRecord([...windows.storage.values.values()][0] ?? '');
  if (result.kind !== 'ok' || result.record.credential.kind !== 'oauth') return null;
  const { generation, credential } = result.record;
  return { generation, refresh: credential.tokens.refresh?.reveal() ?? null };
}
