import path from 'node:path';
import { type ExtensionContext, env, UIKind } from 'vscode';
import type { Clock, Locks, Memory, SecretStore, SharedTexts } from '../core/ports.ts';
import { SealedSecrets } from '../core/sealedSecrets.ts';
import { FileLocks } from '../node/fileLocks.ts';
import { JournalFolder } from '../node/journalFolder.ts';
import { SharedFiles } from '../node/sharedFiles.ts';

/**
 * VS Code's SecretStorage: encrypted by the system, shared by the windows of one installation, never synchronised. In a browser
 * its windows share it only as far as {@link SealedSecrets} helps them to.
 */
export function secretStore(context: ExtensionContext, clock: Clock): SecretStore {
  const store = ownSecrets(context);
  const folder = sharedFolder(context, 'secrets');
  if (env.uiKind === UIKind.Desktop || folder === null) return store;
  const sealed = new SealedSecrets({ store, texts: new SharedFiles(folder), clock });
  sealed.sweep().catch(() => undefined);
  return sealed;
}

function ownSecrets({ secrets }: ExtensionContext): SecretStore {
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

/** Two windows that set the same value at once must not go on for ever. */
const mostTries = 3;

/**
 * The extension's global state, for what is not secret. VS Code tells every change back, and what it tells takes the place of
 * values that were set meanwhile: so a value counts as soon as it is set, and is set again until it is there.
 */
export function memory({ globalState }: ExtensionContext): Memory {
  const setting = new Map<string, { readonly value: string | undefined }>();
  const stored = (key: string): string | undefined => {
    const value = globalState.get<unknown>(key);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    get(key) {
      const latest = setting.get(key);
      return latest === undefined ? stored(key) : latest.value;
    },
    async set(key, value) {
      const own = { value };
      setting.set(key, own);
      try {
        for (let tries = 0; tries < mostTries && setting.get(key) === own && stored(key) !== value; tries++) {
          await globalState.update(key, value);
        }
      } finally {
        if (setting.get(key) === own) setting.delete(key);
      }
    },
  };
}

/** A folder of the extension for all windows and profiles; `null` where it is no folder of this machine. */
export function sharedStorage(
  context: ExtensionContext,
  name: 'auth' | 'signIn',
): { locks: Locks; texts: SharedTexts } | null {
  const folder = sharedFolder(context, name);
  if (folder === null) return null;
  const locks = new FileLocks(folder);
  locks.sweep().catch(() => undefined);
  return { locks, texts: new SharedFiles(folder) };
}

/** Where conversations are kept, and what was not asked yet in them, for all windows and profiles. */
export interface ConversationStorage {
  readonly files: JournalFolder;
  readonly texts: SharedTexts;
  readonly drafts: SharedTexts;
}

export function conversationStorage({ globalStorageUri }: ExtensionContext): ConversationStorage {
  const folder = path.join(globalStorageUri.fsPath, 'conversations');
  const drafts = new SharedFiles(path.join(globalStorageUri.fsPath, 'drafts'));
  return { files: new JournalFolder(folder), texts: new SharedFiles(folder), drafts };
}

function sharedFolder({ globalStorageUri }: ExtensionContext, name: string): string | null {
  return globalStorageUri.scheme === 'file' ? path.join(globalStorageUri.fsPath, name) : null;
}
