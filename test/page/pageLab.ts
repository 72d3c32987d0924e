// The pages of tests. It belongs to mocha: what drives a page without it is in chatPage.ts.
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Language } from '../languages.ts';
import { launchChromium } from '../vscode/chromium.ts';
import { ChatPage } from './chatPage.ts';
import { type PageServer, servePage } from './pageServer.ts';
import type { Theme } from './themes.ts';

/** Pages for the tests of the `describe` that calls this. */
export function pageLab(): PageLab {
  const lab = new PageLab();
  beforeEach(() => lab.keepPages());
  afterEach(() => lab.closePages());
  after(() => lab.close());
  return lab;
}

interface Started {
  readonly browser: Browser;
  readonly server: PageServer;
}

/** One browser and one server for all files of this process, started with the first page. */
let started: Promise<Started> | null = null;

after(async function () {
  this.timeout(60_000);
  const { browser, server } = (await started?.catch(() => null)) ?? {};
  await browser?.close();
  await server?.close();
});

class PageLab {
  #pages: readonly ChatPage[] = [];
  #kept: readonly ChatPage[] = [];

  /** A new page in which the host has said nothing yet. One that a test opens is closed after it, and checked. */
  async page({ theme = 'dark', language = null, width = 300, height = 600 }: PageOptions = {}): Promise<ChatPage> {
    started ??= start();
    const { browser, server } = await started;
    const context = await browser.newContext({ viewport: { width, height } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    const page = await ChatPage.load(context, server, theme, language);
    this.#pages = [...this.#pages, page];
    return page;
  }

  /** Leaves the pages that are open now as they are, unclosed and unchecked, until the end. */
  keepPages(): void {
    this.#kept = [...this.#kept, ...this.#pages];
    this.#pages = [];
  }

  /** Closes the pages of a test. Throws if anything went wrong in one of them. */
  async closePages(): Promise<void> {
    const pages = this.#pages;
    this.#pages = [];
    for (const page of pages) {
      const troubles = [...(await page.violations()), ...page.troubles];
      await page.close();
      assert.deepEqual(troubles, []);
    }
  }

  async close(): Promise<void> {
    for (const page of [...this.#pages, ...this.#kept]) await page.close();
  }
}

interface PageOptions {
  readonly theme?: Theme;
  /** English without. */
  readonly language?: Language | null;
  readonly width?: number;
  readonly height?: number;
}

async function start(): Promise<Started> {
  const server = await servePage();
  return { browser: await launchChromium(() => {}), server };
}
