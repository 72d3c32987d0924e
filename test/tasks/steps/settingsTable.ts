import { isObject, type Json, member, numberAt, objectAt, stringAt } from '../../../src/core/json.ts';

const begin = '<!-- What follows is made by `npm run docs` from package.json. -->';
const end = '<!-- Here ends what `npm run docs` makes. -->';

/** Who may set a setting of each of VS Code's scopes. */
const scopes: Readonly<Record<string, string>> = {
  machine: 'user, for each machine',
  application: 'user',
  window: 'user, workspace',
  resource: 'user, workspace, folder',
};

/** The settings of the manifest as a Markdown table, in their order. */
export function settingsTable(manifest: Json | undefined): string {
  const settings = objectAt(objectAt(objectAt(manifest, 'contributes'), 'configuration'), 'properties');
  const ordered = Object.entries(settings).toSorted(
    ([, a], [, b]) => (numberAt(a, 'order') ?? 0) - (numberAt(b, 'order') ?? 0),
  );
  const rows = ordered.map(
    ([name, setting]) =>
      `| \`${name}\` | ${value(member(setting, 'default'))} | ${scopeOf(setting)} | ${text(setting)} |`,
  );
  return ['| Setting | Default | Set by | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The text with the table in the place that is marked for it. Throws if none is marked. */
export function withTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from === -1 || to < from) throw new Error('README.md has no place for the settings.');
  return `${readme.slice(0, from + begin.length)}\n\n${table}\n\n${readme.slice(to)}`;
}

function value(given: Json | undefined): string {
  if (given === '' || (Array.isArray(given) && given.length === 0)) return 'empty';
  if (isObject(given) && Object.keys(given).length === 0) return 'empty';
  return `\`${JSON.stringify(given)}\``;
}

function scopeOf(setting: Json): string {
  return scopes[stringAt(setting, 'scope') ?? ''] ?? '';
}

/** Its description: names of settings in it, which VS Code makes links, and what would end a cell are made plain. */
function text(setting: Json): string {
  const description = stringAt(setting, 'markdownDescription') ?? '';
  return description
    .replaceAll(/`#([\w.]+)#`/g, '`$1`')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}
