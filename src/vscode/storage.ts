import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { Locks, Memory, SecretStore, SharedTexts } from '../core/ports.ts';
import { FileLocks } from '../node/fileLocks.ts';
import { SharedFiles } from '../node/sharedFiles.ts';

/** VS Code's SecretStorage: encrypted by the system, shared by the windows of one installation, never synchronised. */
export function secretStore({ secrets }: ExtensionContext): SecretStore {
  return {
    keys: async () => secrets.keys(),
    get: async (key) => secrets.get(key),
    set: async (key, value) => secrets.store(key, value),
    delete: async (key) => secrets.delete(key),
    onDidChange(listener) {
      const subscription = secrets.onDidChange(({ key }) => listener(key));
      return () => subscription.dispose();
    },
  };
}

/** The extension's global state, for what is not secret. */
export function memory({ globalState }: ExtensionContext): Memory {
  return {
    get(key) {
      const value = globalState.get<unknown>(key);
      return typeof value === 'string' ? value : undefined;
    },
    set: async (key, value) => globalState.update(key, value),
  };
}

/** The extension's folder for all windows and profiles; `null` where it is no folder of this machine. */
export function sharedStorage({ globalStorageUri }: ExtensionContext): { locks: Locks; texts: SharedTexts } | null {
  if (globalStorageUri.scheme !== 'file') return null;
  const folder = path.join(globalStorageUri.fsPath, 'auth');
  const locks = new FileLocks(folder);
  locks.sweep().catch(() => undefined);
  return { locks, texts: new SharedFiles(folder) };
}
