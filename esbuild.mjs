// Bundles the extension, its page and the tests that run inside VS Code.
//   node esbuild.mjs [--production] [--tests] [--metafile file] [--watch]
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const testOutput = join(root, '.vscode-test', 'integration');

// Extension and tests run in VS Code's extension host, which loads CommonJS.
const hostOptions = {
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname' },
};

const sharedOptions = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  logLevel: 'warning',
  loader: { '.svg': 'text', '.html': 'text', '.ttf': 'file' },
  assetNames: '[name]',
  legalComments: 'none',
};

/**
 * What the source imports with `import()` is a file of its own, which is loaded when that is run. esbuild cuts only ES modules,
 * and those VS Code's forks would refuse for a name of `vscode` that they do not have, so each file is made CommonJS after it was
 * cut. What is needed at activation, others sharing it or not, is put back into one file, which all others take it from: a
 * class that exists twice fails `instanceof`.
 */
const cutOnDemand = {
  name: 'cut-on-demand',
  setup(build) {
    const { minify, sourcemap, target, platform, external } = build.initialOptions;
    const options = { format: 'cjs', minify, sourcemap, target, platform, supported: { 'dynamic-import': false } };
    build.onEnd(async ({ outputFiles = [], metafile }) => {
      const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
      const shared = [...neededBy(mainFile, metafile.outputs)].filter((name) => name !== mainFile);
      const main = await esbuild.build({
        ...options,
        stdin: { contents: [`export * from './${mainFile}';`, ...shared.map(exported)].join('\n'), resolveDir: dist },
        bundle: true,
        write: false,
        external,
        plugins: [inMemory(new Map([mainFile, ...shared].map((name) => [name, texts.get(name)])))],
      });
      const written = new Map([[mainFile, main.outputFiles[0].text]]);
      for (const [name, text] of texts) {
        if (name === mainFile || shared.includes(name)) continue;
        const { code } = await esbuild.transform(text, options);
        written.set(
          name,
          code.replaceAll(/require\("\.\/([\w-]+\.cjs)"\)/g, (all, from) =>
            shared.includes(from) ? `require("./${mainFile}").${exportName(from)}` : all,
          ),
        );
      }
      mkdirSync(dist, { recursive: true });
      for (const [name, text] of written) writeFileSync(join(dist, name), text);
      report(metafile.outputs, shared, written);
    });
  },
};
const mainFile = 'extension.cjs';

/** The names of the files that are loaded with one. */
function neededBy(name, outputs, found = new Set()) {
  found.add(name);
  for (const { path, kind } of outputs[`dist/${name}`].imports) {
    if (kind === 'import-statement' && outputs[path] !== undefined && !found.has(basename(path)))
      neededBy(basename(path), outputs, found);
  }
  return found;
}

function exported(name) {
  return `export * as ${exportName(name)} from './${name}';`;
}

function exportName(name) {
  return name.replaceAll(/\W/g, '_');
}

/** Files that esbuild finds in memory. Others beside them are left to be loaded when they are needed. */
function inMemory(texts) {
  return {
    name: 'in-memory',
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path }) =>
        texts.has(basename(path)) ? { path: basename(path), namespace: 'memory' } : { path, external: true },
      );
      build.onLoad({ filter: /./, namespace: 'memory' }, ({ path }) => ({ contents: texts.get(path), loader: 'js' }));
    },
  };
}

/** Makes esbuild's account of the outputs say what was written. */
function report(outputs, shared, written) {
  const main = outputs[`dist/${mainFile}`];
  for (const name of shared) {
    Object.assign(main.inputs, outputs[`dist/${name}`].inputs);
    delete outputs[`dist/${name}`];
  }
  for (const [name, text] of written) outputs[`dist/${name}`].bytes = Buffer.byteLength(text);
}

/** The grammars of code are a module of their own, which the page loads with the first code block that needs one. */
const grammarsOnDemand = {
  name: 'grammars-on-demand',
  setup(build) {
    build.onResolve({ filter: /\/grammars\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './grammars.js', external: true } : null,
    );
  },
};

/** What is in the package: `production` leaves the source maps out and minifies. */
export function productBuilds({ production }) {
  const options = { ...sharedOptions, outdir: dist, minify: production, sourcemap: production ? false : 'linked' };
  return [
    {
      ...options,
      ...hostOptions,
      format: 'esm',
      splitting: true,
      write: false,
      sourcemap: production ? false : 'inline',
      entryPoints: { extension: 'src/extension.ts' },
      external: ['vscode'],
      plugins: [cutOnDemand],
    },
    {
      ...options,
      platform: 'browser',
      target: 'chrome138',
      format: 'iife',
      entryPoints: { webview: 'src/webview/main.ts' },
      plugins: [grammarsOnDemand],
    },
    {
      ...options,
      platform: 'browser',
      target: 'chrome138',
      format: 'esm',
      entryPoints: { grammars: 'src/webview/highlight/grammars.ts' },
    },
    { ...options, target: 'chrome138', entryPoints: { webview: 'media/chat.css' } },
  ];
}

/** The mocha entry and every test file of test/integration, each a bundle that loads mocha from node_modules. */
export function testBuild() {
  const folder = join(root, 'test', 'integration');
  const names = readdirSync(folder).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  return {
    ...sharedOptions,
    ...hostOptions,
    outdir: testOutput,
    sourcemap: 'inline',
    entryPoints: names.map((name) => join(folder, name)),
    external: ['vscode', 'mocha'],
  };
}

/**
 * Builds once and tells each file's size in bytes by its path. Throws esbuild's error if a source is wrong. `metafile` is where
 * esbuild's account of the product's outputs goes, if anywhere.
 */
export async function build({ production = false, tests = false, metafile = null } = {}) {
  rmSync(dist, { recursive: true, force: true });
  const builds = productBuilds({ production });
  const products = builds.length;
  if (tests) {
    rmSync(testOutput, { recursive: true, force: true });
    builds.push(testBuild());
  }
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  const outputsOf = (some) => some.flatMap((result) => Object.entries(result.metafile.outputs));
  if (metafile !== null) {
    writeFileSync(metafile, JSON.stringify({ outputs: Object.fromEntries(outputsOf(results.slice(0, products))) }));
  }
  return Object.fromEntries(outputsOf(results).map(([path, { bytes }]) => [path, bytes]));
}

/** Builds again at every change until the process ends; prints the lines that .vscode/tasks.json waits for. */
export async function watch() {
  let running = 0;
  const report = {
    name: 'report',
    setup(build) {
      build.onStart(() => {
        running += 1;
        if (running === 1) console.log('[watch] build started');
      });
      build.onEnd(() => {
        running -= 1;
        if (running === 0) console.log('[watch] everything is built');
      });
    },
  };
  const builds = [...productBuilds({ production: false }), testBuild()];
  const contexts = await Promise.all(
    builds.map((options) => esbuild.context({ ...options, plugins: [...(options.plugins ?? []), report] })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const has = (flag) => process.argv.includes(flag);
  const metafile = has('--metafile') ? process.argv[process.argv.indexOf('--metafile') + 1] : null;
  if (has('--watch')) {
    await watch();
  } else {
    try {
      const sizes = await build({ production: has('--production'), tests: has('--tests'), metafile });
      for (const [path, bytes] of Object.entries(sizes)) {
        if (path.startsWith('dist')) console.log(`${(bytes / 1024).toFixed(1).padStart(9)} kB  ${path}`);
      }
    } catch {
      // esbuild has printed what is wrong.
      process.exitCode = 1;
    }
  }
}
