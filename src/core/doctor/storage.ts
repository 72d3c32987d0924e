import { newId } from '../chat/newId.ts';
import type { JournalFiles, Locks, SharedTexts } from '../ports.ts';
import { type Finding, failing, fine, warning } from './finding.ts';
import { systemCode } from './systemCode.ts';

/** Locks as they lie in their folder. */
export interface StandingLocks {
  readonly held: number;
  /** How many of them have given no sign of life for longer than a holder may. */
  readonly silent: number;
}

export interface StorageDeps {
  /** What all windows share; `null` where there is no such place. */
  readonly shared: { readonly locks: Locks; readonly texts: SharedTexts } | null;
  readonly journals: JournalFiles;
  standingLocks(): Promise<StandingLocks>;
}

const lockTitle = 'Locks';
const textTitle = 'Shared storage';
const wayOut =
  'Check that VS Code’s data folder can be written, that the disk has space left, and that no other program holds its files.';

/** Whether what all windows share can be written, read and locked, and whether the conversations can be read. Leaves nothing behind. */
export async function storageFindings(deps: StorageDeps, signal: AbortSignal): Promise<readonly Finding[]> {
  const { shared, journals } = deps;
  const conversations = conversationFinding(journals);
  if (shared === null) {
    const sentence = 'There is no folder that all windows share, so renewals are not coordinated between them.';
    return [warning(textTitle, sentence, null), await conversations];
  }
  return await Promise.all([textFinding(shared.texts), lockFinding(shared.locks, deps, signal), conversations]);
}

async function textFinding(texts: SharedTexts): Promise<Finding> {
  const [name, text] = [`doctor-${newId()}`, newId()];
  try {
    await texts.write(name, text);
    if ((await texts.read(name)) === text)
      return fine(textTitle, 'What was written was there again, and could be removed.');
    return failing(textTitle, 'What was written was not there again.', wayOut);
  } catch (error) {
    return failing(textTitle, `It cannot be used (${systemCode(error)}).`, wayOut);
  } finally {
    await texts.remove(name).catch(() => undefined);
  }
}

async function lockFinding(locks: Locks, { standingLocks }: StorageDeps, signal: AbortSignal): Promise<Finding> {
  try {
    const { held, silent } = await standingLocks();
    const lock = await locks.acquire(`doctor-${newId()}`, 0, signal);
    if (lock === null || !(await lock.owned()))
      return failing(lockTitle, 'A lock that nobody else wants could not be had.', wayOut);
    await lock.release();
    const sentence = `They work; ${held} held now${silent === 0 ? '' : `, ${silent} of them without a sign of life`}.`;
    return silent === 0
      ? fine(lockTitle, sentence)
      : warning(lockTitle, sentence, 'Whoever needs one takes it over after a minute; nothing needs to be done.');
  } catch (error) {
    signal.throwIfAborted();
    return failing(
      lockTitle,
      `They cannot be kept (${systemCode(error)}), so renewals are not coordinated between windows.`,
      wayOut,
    );
  }
}

async function conversationFinding(journals: JournalFiles): Promise<Finding> {
  const title = 'Conversations';
  try {
    const files = await journals.list();
    const kilobytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1_024);
    return fine(title, `${files.length} are kept, ${kilobytes} kB in all.`);
  } catch (error) {
    return failing(title, `They cannot be read (${systemCode(error)}).`, wayOut);
  }
}
