import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { type PageServer, servePage } from '../../page/pageServer.ts';
import { launchChromium } from '../../vscode/chromium.ts';
import { MeasuredPage } from './measuredPage.ts';

/** What is loaded in the place of the page's script; the page itself where there is none. */
export type Contender = 'floor' | 'pushParser' | 'wholeText' | 'Maestro';

/** As wide as a sidebar. */
const viewport = { width: 400, height: 800 };

/** A browser in which contenders are measured one after the other. */
export class PageBench implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #server: PageServer;
  readonly #scripts: ReadonlyMap<string, string>;

  private constructor(browser: Browser, server: PageServer, scripts: ReadonlyMap<string, string>) {
    this.#browser = browser;
    this.#server = server;
    this.#scripts = scripts;
  }

  static async start(): Promise<PageBench> {
    const scripts = new Map<string, string>();
    for (const name of ['floor', 'pushParser', 'wholeText', 'feeder']) scripts.set(name, await bundled(name));
    return new PageBench(await launchChromium(() => {}), await servePage(), scripts);
  }

  get browser(): string {
    return `Chromium ${this.#browser.version()}`;
  }

  /** A fresh page in which the host has said nothing yet. */
  async open(contender: Contender): Promise<MeasuredPage> {
    // The page's policy refuses what the other contender does.
    const context = await this.#browser.newContext({ viewport, bypassCSP: true });
    const script = this.#scripts.get(contender);
    if (script !== undefined) {
      await context.route('**/webview.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    }
    const page = await context.newPage();
    await page.goto(`${this.#server.origin}/?theme=dark`);
    await page.evaluate(this.#scripts.get('feeder') ?? '');
    return await MeasuredPage.of(page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    entryPoints: [path.join(import.meta.dirname, `${name}.js`)],
    format: 'iife',
    target: 'chrome138',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
