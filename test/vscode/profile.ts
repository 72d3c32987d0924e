import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { cacheFolder } from '../tasks/steps/paths.ts';
import { atProcessEnd } from '../tasks/steps/processEnd.ts';

/** The themes that Maestro is looked at in: VS Code's name in settings, in its list of themes, and as a class of its page. */
export const themes = {
  dark: { id: 'Dark 2026', label: 'Dark 2026', css: 'vs-dark' },
  light: { id: 'Light 2026', label: 'Light 2026', css: 'vs' },
  highContrast: { id: 'Default High Contrast', label: 'Dark High Contrast', css: 'hc-black' },
} as const;
export type Theme = keyof typeof themes;

export type ProfileSettings = Readonly<Record<string, unknown>>;

/** A new user of VS Code: the folders of one run, in one temporary folder that disposing removes. */
export interface Profile extends AsyncDisposable {
  readonly folder: string;
  /** Stands for the home folder where programs put their own files. */
  readonly home: string;
  /** VS Code's user data: settings, storage and logs. */
  readonly userData: string;
  readonly extensions: string;
  readonly workspace: string;
}

/**
 * No news, no telemetry, no advice, no offers to forward the ports of tests beside this one, and nothing that asks for an account of somebody else.
 * Nothing is saved before somebody saves it: desktop VS Code is like this, the one in a browser saves after a second.
 */
const quiet: ProfileSettings = {
  'chat.disableAIFeatures': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
};

/**
 * Makes the folders and the settings. `machine` are settings of the computer that extensions run on (scope `machine`);
 * desktop VS Code reads them from the user's settings as well.
 */
export async function makeProfile(theme: Theme, machine: ProfileSettings): Promise<Profile> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(path.join(cacheFolder, 'run-'));
  const userData = path.join(folder, 'data');
  const profile = {
    folder,
    home: path.join(folder, 'home'),
    userData,
    extensions: path.join(folder, 'extensions'),
    workspace: path.join(folder, 'playground'),
    [Symbol.asyncDispose]: atProcessEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 })),
  };
  for (const one of [profile.extensions, profile.workspace]) await mkdir(one, { recursive: true });
  await writeSettings(userData, 'User', { ...quiet, ...machine, 'workbench.colorTheme': themes[theme].id });
  await writeSettings(userData, 'Machine', machine);
  return profile;
}

/** Puts unpacked extensions where a VS Code that has not run yet finds them. */
export async function installExtensions({ extensions }: Profile, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const manifest = parseJson(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const [publisher, name, version] = ['publisher', 'name', 'version'].map((key) => stringAt(manifest, key));
    await cp(folder, path.join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
  }
}

/** Changes settings of the user and of the computer while VS Code runs; a reload makes sure that it knows them. */
export async function changeSettings({ userData }: Profile, settings: ProfileSettings): Promise<void> {
  for (const level of ['User', 'Machine'] as const) {
    const before = parseJson(await readFile(path.join(userData, level, 'settings.json'), 'utf8'));
    await writeSettings(userData, level, { ...objectAt({ before }, 'before'), ...settings });
  }
}

async function writeSettings(userData: string, level: 'User' | 'Machine', settings: ProfileSettings): Promise<void> {
  const folder = path.join(userData, level);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
