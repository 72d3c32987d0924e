import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '../..');
const files = globSync('src/**/*.ts', { cwd: root }).map((file) => file.split(sep).join('/'));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(import|export)(\s+type)?\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g;
  return [...text.matchAll(pattern)].map((match) => {
    const target = match[3] ?? match[4] ?? match[5] ?? '';
    const to = target.startsWith('.')
      ? normalize(join(dirname(file), target))
          .split(sep)
          .join('/')
      : target;
    return { from: file, to, typeOnly: match[2] !== undefined };
  });
}

const all = files.flatMap(importsOf);
const layer = (path: string): string =>
  path === 'src/extension.ts' ? 'root' : (/^src\/(\w+)\//.exec(path)?.[1] ?? 'package');

/** What a layer may import of Maestro; the composition root may import everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  protocols: ['core', 'protocols'],
  vendors: ['core', 'protocols', 'vendors'],
  node: ['core', 'node'],
  vscode: ['core', 'vendors', 'node', 'vscode', 'webview'],
  webview: ['core', 'webview'],
};

/** What the host needs of the page to name what the page shows. */
const shared: readonly string[] = [
  'src/webview/bridge.ts',
  'src/webview/blocks.ts',
  'src/webview/composer/contextIcons.ts',
  'src/webview/english.ts',
  ...['codeBlocks', 'codeInfo', 'fileReference'].map((name) => `src/webview/markdown/${name}.ts`),
];

/** The one file that may import a package. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'eventsource-parser': ['src/core/stream/sse.ts'],
  'markdown-it': [
    'src/webview/markdown/math.ts',
    'src/webview/markdown/taskLists.ts',
    'src/webview/markdown/tokens.ts',
  ],
  undici: ['src/node/http.ts'],
  jose: ['src/core/auth/idToken.ts', 'src/vendors/openai/tokens.ts'],
};

describe('layers', () => {
  it('import only what lies below them', () => {
    const wrong = all.filter(({ from, to }) => {
      if (layer(from) === 'root' || !to.startsWith('src/')) return false;
      return !(allowed[layer(from)] ?? []).includes(layer(to));
    });
    assert.deepEqual(wrong, []);
  });

  it('no vendor imports another', () => {
    const vendorOf = (path: string): string | undefined => /^src\/vendors\/(\w+)\//.exec(path)?.[1];
    const wrong = all.filter(
      ({ from, to }) => vendorOf(from) !== undefined && vendorOf(to) !== undefined && vendorOf(from) !== vendorOf(to),
    );
    assert.deepEqual(wrong, []);
  });

  it('vscode imports nothing of the page but the bridge, and how a page reads what an answer says', () => {
    const wrong = all.filter(
      ({ from, to }) => layer(from) === 'vscode' && layer(to) === 'webview' && !shared.includes(to),
    );
    assert.deepEqual(wrong, []);
  });

  it('only src/vscode and the composition root import vscode', () => {
    const wrong = all.filter(({ from, to }) => to === 'vscode' && !['vscode', 'root'].includes(layer(from)));
    assert.deepEqual(wrong, []);
  });

  it('core, protocols, vendors and the page import nothing of Node', () => {
    const pure = ['core', 'protocols', 'vendors', 'webview'];
    assert.deepEqual(
      all.filter(({ from, to }) => to.startsWith('node:') && pure.includes(layer(from))),
      [],
    );
  });

  it('a package with a layer of its own is imported only there', () => {
    const wrong = all.filter(({ from, to }) => Object.hasOwn(packages, to) && !packages[to]?.includes(from));
    assert.deepEqual(wrong, []);
  });

  it('have no cycles', () => {
    const graph = new Map<string, readonly string[]>(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ to }) => to),
      ]),
    );
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (path.includes(file) || done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    assert.deepEqual(cycles, []);
  });

  it('every file belongs to a layer', () => {
    assert.deepEqual(
      files.filter((file) => layer(file) !== 'root' && !Object.hasOwn(allowed, layer(file))),
      [],
    );
  });
});

describe('house rules', () => {
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');

  it('no file is longer than 300 lines', () => {
    assert.deepEqual(
      files.filter((file) => text(file).split('\n').length > 301),
      [],
    );
  });

  it('a secret is revealed only where it leaves the process, is stored, or is looked into', () => {
    assert.deepEqual(files.filter((file) => text(file).includes('.reveal()')).sort(), [
      'src/core/accounts/identity.ts',
      'src/core/accounts/record.ts',
      'src/core/auth/idToken.ts',
      'src/core/auth/pendingRecord.ts',
      'src/core/auth/pkce.ts',
      'src/core/auth/token.ts',
      'src/node/http.ts',
      'src/vendors/anthropic/tokenEndpoint.ts',
      'src/vendors/openai/tokens.ts',
      'src/vscode/authentication.ts',
    ]);
  });

  it('JSON text is parsed in one place', () => {
    assert.deepEqual(
      files.filter((file) => text(file).includes('JSON.parse')),
      ['src/core/json.ts'],
    );
  });

  it('core has no clock, timer, chance or network of its own', () => {
    const pure = files.filter((file) => ['core', 'protocols', 'vendors'].includes(layer(file)));
    const pattern = /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\(|\bfetch\(/;
    assert.deepEqual(
      pure.filter((file) => pattern.test(text(file))),
      [],
    );
  });

  it('nothing listens but what waits for the browser of a sign-in, and the doctor that tries it (WV-58)', () => {
    assert.deepEqual(files.filter((file) => /\bcreateServer\(|\.listen\(/.test(text(file))).sort(), [
      'src/core/auth/wayBack.ts',
      'src/core/doctor/callback.ts',
      'src/node/bindPort.ts',
      'src/node/callbackServer.ts',
    ]);
  });

  it('no other program is started, and none is given anything in its environment (WV-60)', () => {
    const starting =
      /node:(child_process|cluster|worker_threads)|createTerminal|environmentVariableCollection|new (?:Shell|Process)Execution\(|startDebugging/;
    const writing = /process\.env(\.\w+|\[[^\]]+\])?\s*(\?\?|\|\|)?=[^=]|delete process\.env|Object\.assign\(process/;
    assert.deepEqual(
      files.filter((file) => starting.test(text(file)) || writing.test(text(file))),
      [],
    );
  });

  it('no file is a drawer for everything', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|types|manager|misc)\.ts$/i;
    assert.deepEqual(
      files.filter((file) => drawers.test(relative('.', file))),
      [],
    );
  });
});
