import { l10n, ProgressLocation, window } from 'vscode';
import { examine } from '../../core/doctor/examine.ts';
import { report } from '../../core/doctor/report.ts';
import { signalOf } from '../cancel.ts';
import { type DoctorDeps, doctorChecks } from './checks.ts';
import { reportHead } from './reportHead.ts';

/** Looks at everything, with a notification that tells how far it is, and reports; `null` if the person cancelled it. */
export async function examined(deps: DoctorDeps): Promise<string | null> {
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
