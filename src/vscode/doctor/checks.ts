import { lm, version, workspace } from 'vscode';
import { accountFindings } from '../../core/doctor/accounts.ts';
import { callbackFindings } from '../../core/doctor/callback.ts';
import type { Check } from '../../core/doctor/finding.ts';
import { keyringFindings } from '../../core/doctor/keyring.ts';
import { modelFindings } from '../../core/doctor/models.ts';
import { networkFindings } from '../../core/doctor/network.ts';
import { proxyFindings } from '../../core/doctor/proxy.ts';
import { loopbackTargets, settingFindings } from '../../core/doctor/settings.ts';
import { type StorageDeps, storageFindings } from '../../core/doctor/storage.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { Clock, Http, Memory, Redirects, SecretStore, Whereabouts } from '../../core/ports.ts';
import { modelVendor, pickerEntries } from '../languageModel/entries.ts';
import { value } from '../settings.ts';
import { externalOf } from '../whereabouts.ts';
import { changedSettings } from './changedSettings.ts';
import { proxyFacts } from './proxyFacts.ts';

export interface DoctorDeps {
  readonly maestro: Maestro;
  readonly version: string;
  /** What Maestro calls itself to hosts. */
  readonly userAgent: string;
  readonly http: Http;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly memory: Memory;
  readonly redirects: Redirects;
  readonly whereabouts: Whereabouts;
  readonly storage: StorageDeps;
  readonly manifest: unknown;
}

const reloadAndReport = 'Reload the window and run this again; if it stays so, report it with this text.';

/** Everything that the Doctor looks at, in the order of the report. */
export function doctorChecks(deps: DoctorDeps): readonly Check[] {
  const { maestro, clock } = deps;
  return [
    // Apart from the hosts, which cannot be known where the keyring does not answer.
    { title: 'Proxy', ifLate: reloadAndReport, run: async () => proxyFindings(proxyFacts()) },
    {
      title: 'Network',
      ifLate: 'Look for a firewall, a VPN or a proxy in between.',
      async run(signal) {
        await maestro.accounts.ready();
        const origins = new Set(maestro.accounts.list.flatMap((account) => account.origins));
        return await networkFindings([...origins], deps, signal);
      },
    },
    {
      title: 'Keyring',
      ifLate: 'The keyring may wait for its password in a window behind this one.',
      run: () => keyringFindings(deps.secrets, deps.memory),
    },
    {
      title: 'Signing in',
      ifLate: reloadAndReport,
      run: (signal) => callbackFindings(loopbackTargets(maestro), { ...deps, external: externalOf }, signal),
    },
    {
      title: 'Accounts',
      ifLate: 'The keyring may wait for its password in a window behind this one.',
      run: () => accountFindings(maestro, clock.now()),
    },
    { title: 'Models in VS Code', ifLate: reloadAndReport, run: async () => modelFindings(await modelFacts(maestro)) },
    {
      title: 'Storage',
      ifLate: 'Check that the disk of VS Code’s data folder answers; a network folder may not.',
      run: (signal) => storageFindings(deps.storage, signal),
    },
    {
      title: 'Settings',
      ifLate: reloadAndReport,
      run: async () => settingFindings(maestro, changedSettings(deps.manifest)),
    },
  ];
}

async function modelFacts(maestro: Maestro): Promise<Parameters<typeof modelFindings>[0]> {
  await maestro.accounts.ready();
  const hasApi = typeof lm?.registerLanguageModelChatProvider === 'function';
  const listed = hasApi
    ? await lm.selectChatModels({ vendor: modelVendor }).then(
        ({ length }) => length,
        () => null,
      )
    : null;
  return {
    version,
    hasApi,
    listed,
    given: pickerEntries(maestro).length,
    isDisabled: value('chat.disableAIFeatures') === true,
    isTrusted: workspace.isTrusted,
  };
}
