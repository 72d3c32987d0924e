// Serves the chat page as VS Code would: the same policy, one script with a nonce, nothing else.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { contentPolicy } from '../../src/vscode/contentPolicy.ts';
import { english } from '../../src/webview/english.ts';
import { bundle as bundleOf, type Language, languages } from '../languages.ts';
import { type Theme, themeClasses, themeCss, themes } from './themes.ts';

export interface PageServer {
  readonly origin: string;
  /** Addresses that were asked for, without those of the page itself. */
  readonly strangers: readonly string[];
  close(): Promise<void>;
}

/** What the page loads, by the name of its bundle. */
const sources = {
  standIn: 'test/page/standIn.js',
  markdownProbe: 'test/page/markdownProbe.js',
  webview: 'src/webview/main.ts',
  grammars: 'src/webview/highlight/grammars.ts',
  chat: 'media/chat.css',
};

/** As the product is bundled: the page loads the grammars when it needs one. */
const grammarsOnDemand: Plugin = {
  name: 'grammars-on-demand',
  setup({ onResolve }) {
    onResolve({ filter: /\/grammars\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './grammars.js', external: true } : null,
    );
  },
};

interface Asset {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** Bundles the page the way the product does and serves it on a free port. */
export async function servePage(): Promise<PageServer> {
  const assets = await bundle();
  const strangers: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin());
    const { theme = null, language = null } = Object.fromEntries(url.searchParams);
    const asset =
      url.pathname === '/' ? html(origin(), themeOf(theme), languageOf(language)) : assets.get(url.pathname);
    if (asset === undefined) strangers.push(url.pathname);
    response.writeHead(asset === undefined ? 404 : 200, { 'content-type': asset?.type ?? 'text/plain' });
    response.end(asset?.body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: origin(),
    strangers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function origin(): string {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The page server is not listening.');
    return `http://127.0.0.1:${address.port}`;
  }
}

async function bundle(): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const [name, source] of Object.entries(sources)) {
    const { outputFiles } = await build({
      absWorkingDir: path.join(import.meta.dirname, '../..'),
      bundle: true,
      entryPoints: { [name]: source },
      format: name === 'grammars' ? 'esm' : 'iife',
      plugins: [grammarsOnDemand],
      target: 'chrome138',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      outdir: 'dist',
      write: false,
    });
    for (const file of outputFiles) {
      const base = path.basename(file.path);
      assets.set(`/${base}`, { type: typeOf(base), body: file.contents });
    }
  }
  for (const theme of names(themes)) assets.set(`/${theme}.css`, { type: 'text/css', body: themeCss(theme) });
  assets.set('/favicon.ico', { type: 'image/x-icon', body: '' });
  return assets;
}

function names(record: typeof themes): readonly Theme[] {
  return Object.keys(record).filter((name): name is Theme => name in record);
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript';
  return name.endsWith('.css') ? 'text/css' : 'font/ttf';
}

function themeOf(name: string | null): Theme {
  return names(themes).find((theme) => theme === name) ?? 'dark';
}

function languageOf(name: string | null): Language | null {
  return languages.find((language) => language === name) ?? null;
}

function html(source: string, theme: Theme, language: Language | null): Asset {
  const nonce = randomBytes(16).toString('base64');
  const script = (name: string): string => `<script nonce="${nonce}" src="/${name}.js"></script>`;
  const body = `<!DOCTYPE html>
<html lang="${language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, nonce)}">
<meta name="phrases" content="${language === null ? '' : phrases(language)}">
<link rel="stylesheet" href="/${theme}.css">
<link rel="stylesheet" href="/chat.css">
<title>Chat</title>
</head>
<body class="${themeClasses[theme]}">
<div id="app"></div>
${script('standIn')}
${script('markdownProbe')}
${script('webview')}
</body>
</html>`;
  return { type: 'text/html', body };
}

/** The page's phrases as an attribute has them. */
function phrases(language: Language): string {
  const translations = bundleOf(language);
  const all = Object.entries(english).map(([phrase, text]) => [phrase, translations.get(text) ?? text] as const);
  return JSON.stringify(Object.fromEntries(all)).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
