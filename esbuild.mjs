// Bundles the extension, its page and the tests that run inside VS Code.
//   node esbuild.mjs [--production] [--tests] [--metafile file] [--watch]
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
 * undici is slow to load, so it is a file of its own that is required when the module that imports it is: at the first
 * request. Maestro's own modules stay in one bundle, because a class that exists twice fails `instanceof`.
 */
const networkOnDemand = {
  name: 'network-on-demand',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ kind }) =>
      kind === 'entry-point' ? null : { path: './undici.cjs', external: true },
    );
  },
};

/** What reads an answer's Markdown on the host's side is loaded when somebody does something with a code block. */
const markdownOnDemand = {
  name: 'markdown-on-demand',
  setup(build) {
    build.onResolve({ filter: /\/codeBlocks\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './codeBlocks.cjs', external: true } : null,
    );
  },
};

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
      entryPoints: {
        extension: 'src/extension.ts',
        undici: 'undici',
        codeBlocks: 'src/webview/markdown/codeBlocks.ts',
      },
      external: ['vscode'],
      // `require` instead of `import()`: the same in every version of VS Code's extension host.
      supported: { 'dynamic-import': false },
      plugins: [networkOnDemand, markdownOnDemand],
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
