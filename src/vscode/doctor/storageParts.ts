import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { StorageDeps } from '../../core/doctor/storage.ts';
import { standingLocks } from '../../node/standingLocks.ts';
import type { sharedStorage } from '../storage.ts';

/** What the Doctor looks at of this window's storage. `shared` is that of the renewals. */
export function storageParts(
  { globalStorageUri }: ExtensionContext,
  shared: ReturnType<typeof sharedStorage>,
  journals: StorageDeps['journals'],
): StorageDeps {
  return { shared, journals, standingLocks: () => standingLocks(path.join(globalStorageUri.fsPath, 'auth')) };
}
