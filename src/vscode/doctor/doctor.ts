import { env, l10n, ProgressLocation, window, workspace } from 'vscode';
import { examine } from '../../core/doctor/examine.ts';
import { report } from '../../core/doctor/report.ts';
import { signalOf } from '../cancel.ts';
import { type DoctorDeps, doctorChecks } from './checks.ts';
import { reportHead } from './reportHead.ts';

/** The command `Maestro: Doctor`: looks at everything and opens what it found. Resolves when that is open, or was cancelled. */
export function doctorCommand(deps: DoctorDeps, showLog: () => void): () => Promise<void> {
  return async () => {
    const text = await written(deps);
    if (text === null) return;
    const document = await workspace.openTextDocument({ language: 'markdown', content: text });
    await window.showTextDocument(document);
    void offerCopy(text, showLog);
  };
}

/** The report; `null` if the person cancelled it. */
async function written(deps: DoctorDeps): Promise<string | null> {
  const title = l10n.t('Maestro looks for what is wrong');
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return await window.withProgress(options, async (progress, token) => {
    const checks = doctorChecks(deps);
    const signal = signalOf(token);
    try {
      const sections = await examine(checks, deps.clock, signal, (check) =>
        progress.report({ message: check.title, increment: 100 / checks.length }),
      );
      const { list } = deps.maestro.accounts;
      const names = list.flatMap(({ id, workspace: place, email }) => [id, place ?? '', email ?? '']);
      return report(reportHead(deps.version, deps.whereabouts.place, deps.clock.now()), sections, names);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  });
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
