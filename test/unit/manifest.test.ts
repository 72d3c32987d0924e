import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  member,
  objectAt,
  parseJson,
  stringAt,
} from '../../src/core/json.ts';
import { vendors } from '../../src/vendors/index.ts';
import { withTexts } from '../tasks/steps/manifestTexts.ts';
import { testSurroundings } from '../testSurroundings.ts';

const root = join(import.meta.dirname, '../..');
const json = (name: string): Json | undefined => parseJson(readFileSync(join(root, name), 'utf8'));
const manifest = withTexts(json('package.json'), json('package.nls.json'));
const contributes = objectAt(manifest, 'contributes');
const lock = json('package-lock.json');
const locked = Object.values(objectAt(lock, 'packages')).filter(isObject);
const properties = objectAt(objectAt(contributes, 'configuration'), 'properties');

function setting(name: string): JsonObject {
  return objectAt(properties, name);
}

describe('manifest', () => {
  it('names every vendor’s accounts for VS Code’s Accounts menu', () => {
    const declared = arrayAt(contributes, 'authentication').map((one) => [stringAt(one, 'id'), stringAt(one, 'label')]);
    const known = vendors(testSurroundings({ settings: {} })).map(({ id, label }) => [`maestro-${id}`, label]);
    assert.deepEqual(declared, known);
  });

  it('contributes exactly the commands that are implemented, but for those that only buttons use', () => {
    const tables = ['commands', 'chatCommands'].map((name) =>
      readFileSync(join(root, `src/vscode/${name}.ts`), 'utf8'),
    );
    const implemented = [...tables.join('').matchAll(/'(maestro\.\w+)': /g)].map((match) => match[1]).sort();
    const contributed = arrayAt(contributes, 'commands').map((command) => stringAt(command, 'command'));
    const onlyButtons = [
      'openConversation',
      'openSettings',
      'openUsage',
      'signInAgain',
      'useAccount',
      'useCommitMessage',
    ];
    assert.deepEqual([...contributed, ...onlyButtons.map((name) => `maestro.${name}`)].sort(), implemented);
  });

  it('declares every setting that the code reads, and no other', () => {
    const readers = globSync(['src/vscode/settings.ts', 'src/vendors/**/{settings,registration}.ts'], { cwd: root });
    const text = readers.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    const read = new Set([...text.matchAll(/'(maestro\.[\w.]+)'/g)].map((match) => match[1]));
    assert.deepEqual(Object.keys(properties).sort(), [...read].sort());
  });

  it('a workspace cannot set an address, a path, a port or an identity (faults WV-55, OA-77)', () => {
    const sensitive = /url|path|file|port|proxy|header|command|client|identity|origin/i;
    const loose = Object.keys(properties).filter(
      (name) => sensitive.test(name) && !['machine', 'application'].includes(stringAt(setting(name), 'scope') ?? ''),
    );
    assert.deepEqual(loose, []);
  });

  it('every setting has a scope, a default and a description', () => {
    const incomplete = Object.keys(properties).filter(
      (name) =>
        stringAt(setting(name), 'scope') === null ||
        member(setting(name), 'default') === undefined ||
        stringAt(setting(name), 'markdownDescription') === null,
    );
    assert.deepEqual(incomplete, []);
  });

  it('settings that a workspace may change are ignored until it is trusted (WV-54)', () => {
    const untrusted = objectAt(objectAt(manifest, 'capabilities'), 'untrustedWorkspaces');
    const open = Object.keys(properties).filter((name) => stringAt(setting(name), 'scope') === 'window');
    assert.equal(stringAt(untrusted, 'supported'), 'limited');
    assert.deepEqual(arrayAt(untrusted, 'restrictedConfigurations'), open);
  });

  it('runs beside the browser and the keyring where it can', () => {
    assert.deepEqual(arrayAt(manifest, 'extensionKind'), ['ui', 'workspace']);
  });

  it('the types match the oldest VS Code that is supported, so that it can list its secrets (SS-15)', () => {
    const engine = stringAt(objectAt(manifest, 'engines'), 'vscode') ?? '';
    const types = stringAt(objectAt(manifest, 'devDependencies'), '@types/vscode') ?? '';
    assert.equal(engine.replace('^', '').split('.')[1], types.split('.')[1]);
  });

  it('names only files that exist', () => {
    const named = [...JSON.stringify(manifest).matchAll(/"(media\/[^"]+)"/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      named.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });

  it('pins every dependency to one version', () => {
    const groups = ['dependencies', 'devDependencies', 'optionalDependencies'].map((group) =>
      objectAt(manifest, group),
    );
    const loose = groups.flatMap((group) =>
      Object.entries(group).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version))),
    );
    assert.deepEqual(loose, []);
  });

  it('the lock file names no registry', () => {
    assert.deepEqual(
      locked.filter((entry) => member(entry, 'resolved') !== undefined),
      [],
    );
  });

  it('no package that is part of Maestro runs anything when it is installed (WV-61)', () => {
    const bundled = locked.filter((entry) => member(entry, 'dev') !== true && member(entry, 'optional') !== true);
    assert.ok(bundled.length > 5);
    assert.deepEqual(
      bundled.filter((entry) => member(entry, 'hasInstallScript') === true),
      [],
    );
    assert.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
  });
});
