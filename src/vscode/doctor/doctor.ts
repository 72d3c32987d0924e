import { env, l10n, window, workspace } from 'vscode';
import type { DoctorDeps } from './checks.ts';

/** The command `Maestro: Doctor`: looks at everything and opens what it found. Resolves when that is open, or was cancelled. */
export function doctorCommand(deps: DoctorDeps, showLog: () => void): () => Promise<void> {
  return async () => {
    const { examined } = await import('./examined.ts');
    const text = await examined(deps);
    if (text === null) return;
    const document = await workspace.openTextDocument({ language: 'markdown', content: text });
    await window.showTextDocument(document);
    void offerCopy(text, showLog);
  };
}

async function offerCopy(text: string, showLog: () => void): Promise<void> {
  const copy = l10n.t('Copy');
  const log = l10n.t('Show Log');
  const chosen = await window.showInformationMessage(
    l10n.t('This is what Maestro found. Read it before you share it.'),
    copy,
    log,
  );
  if (chosen === copy) await env.clipboard.writeText(text);
  if (chosen === log) showLog();
}
