import { ColorThemeKind, extensions, Uri, window, workspace } from 'vscode';
import { arrayAt, type Json, objectAt, stringAt } from '../../core/json.ts';
import type { Ground } from '../../webview/bridge.ts';
import { parseJsonWithComments } from './jsonWithComments.ts';

/** Themes include each other only so deep. */
const deepest = 8;
const settings = [
  'colorTheme',
  'preferredDarkColorTheme',
  'preferredLightColorTheme',
  'preferredHighContrastColorTheme',
  'preferredHighContrastLightColorTheme',
];

/** How manifests of extensions call the kinds of themes. */
const uiThemes: Readonly<Record<Ground, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** The kind of theme that VS Code is shown in. */
export function activeGround(): Ground {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
      return 'light';
    case ColorThemeKind.HighContrast:
      return 'high-contrast';
    case ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
    default:
      return 'dark';
  }
}

/**
 * The files of the theme that VS Code is shown in, those that are included first; empty where it cannot be found. VS Code
 * tells extensions no colours of code, but a theme is a part of an extension, whose files anybody can read.
 */
export async function activeTheme(): Promise<readonly Json[]> {
  const file = themeFile();
  return file === null ? [] : readTheme(file, deepest);
}

function themeFile(): Uri | null {
  const workbench = workspace.getConfiguration('workbench');
  const kind = uiThemes[activeGround()];
  const follows = workspace.getConfiguration('window').get('autoDetectColorScheme') === true;
  const [chosen, ...preferred] = settings.map((name) => workbench.get(name));
  for (const name of follows ? [...preferred, chosen] : [chosen, ...preferred]) {
    const theme = themes().find((one) => one.name === name && one.kind === kind);
    if (theme !== undefined) return theme.file;
  }
  return null;
}

function themes(): readonly { readonly name: string | null; readonly kind: string | null; readonly file: Uri }[] {
  return extensions.all.flatMap(({ extensionUri, packageJSON }) =>
    arrayAt(objectAt(packageJSON, 'contributes'), 'themes').map((theme) => ({
      name: stringAt(theme, 'id') ?? stringAt(theme, 'label'),
      kind: stringAt(theme, 'uiTheme'),
      file: Uri.joinPath(extensionUri, stringAt(theme, 'path') ?? ''),
    })),
  );
}

async function readTheme(file: Uri, depth: number): Promise<readonly Json[]> {
  const theme = parseJsonWithComments(await readText(file));
  if (theme === undefined) return [];
  const include = stringAt(theme, 'include');
  const included = include === null || depth === 0 ? [] : await readTheme(Uri.joinPath(file, '..', include), depth - 1);
  return [...included, theme];
}

async function readText(file: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return '';
  }
}
