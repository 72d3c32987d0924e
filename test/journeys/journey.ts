import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/simulator.ts';
import { screenshotFolder } from '../tasks/steps/paths.ts';
import { type Say, sayWithTime } from '../tasks/steps/say.ts';
import { launchChromium } from '../vscode/chromium.ts';
import type { ProfileSettings, Theme } from '../vscode/profile.ts';
import { startWeb, type WebOptions, type WebServer } from '../vscode/web.ts';
import { ChatView } from './chatView.ts';
import { Panel } from './panel.ts';
import { stepTimeoutMs, Workbench } from './workbench.ts';

export interface JourneyOptions extends Pick<WebOptions, 'vsix' | 'others' | 'without' | 'env'> {
  /** Begins the names of the screenshots. */
  readonly name: string;
  readonly theme?: Theme;
  /** What VS Code speaks, as with its language pack, but that its own words stay English: packs come from the marketplace. */
  readonly language?: string;
  readonly simulator?: SimulatorOptions;
  /** Signs in at the two ports that OpenAI knows, as in earnest; else at any, so that journeys can be made side by side. */
  readonly knownPorts?: boolean;
  /** Settings beside those that lead to the simulator. */
  readonly settings?: ProfileSettings;
  readonly say?: Say;
}

const viewport = { width: 1280, height: 800 };

/** A new user with a fresh VS Code in a fresh browser, and a vendor of their own. Disposing ends all of it. */
export class Journey implements AsyncDisposable {
  readonly simulator: Simulator;
  readonly web: WebServer;
  readonly context: BrowserContext;
  readonly workbench: Workbench;
  readonly screenshots: string[] = [];
  readonly say: Say;
  readonly #console: string[] = [];
  #name: string;
  readonly #started: AsyncDisposableStack;

  private constructor(parts: {
    readonly simulator: Simulator;
    readonly web: WebServer;
    readonly page: Page;
    readonly name: string;
    readonly say: Say;
    readonly started: AsyncDisposableStack;
  }) {
    this.simulator = parts.simulator;
    this.web = parts.web;
    this.context = parts.page.context();
    this.workbench = new Workbench(parts.page);
    this.say = parts.say;
    this.#name = parts.name;
    this.#started = parts.started;
    this.context.on('console', (message) => this.#console.push(message.text()));
  }

  /** Starts simulator, VS Code and browser, and opens VS Code. */
  static async start(options: JourneyOptions): Promise<Journey> {
    const say = options.say ?? sayWithTime();
    await removeOldScreenshots(options.name);
    await using started = new AsyncDisposableStack();
    const { theme = 'dark', knownPorts = false } = options;
    const simulator = await startSimulator({ ...(knownPorts ? {} : { redirectPorts: 'any' }), ...options.simulator });
    started.defer(() => simulator.close());
    const anyPort = knownPorts ? {} : { 'maestro.openai.callbackPorts': [0] };
    const machineSettings = { ...simulator.settings, ...anyPort, ...options.settings };
    const web = started.use(await startWeb({ ...options, theme, machineSettings, port: 0 }, say));
    const browser = started.use(await launchChromium(say));
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    context.setDefaultTimeout(stepTimeoutMs);
    if (options.language !== undefined) {
      await context.addInitScript(
        (language) => Reflect.set(globalThis, '_VSCODE_NLS_LANGUAGE', language),
        options.language,
      );
    }
    const page = await context.newPage();
    const journey = new Journey({ simulator, web, page, name: options.name, say, started: started.move() });
    try {
      await journey.workbench.open(web.url);
      say('VS Code is open.');
      return journey;
    } catch (error) {
      await journey.fail();
      throw error;
    }
  }

  /** Opens another window of the same VS Code, as a second tab of the same browser. */
  async openWindow(): Promise<Workbench> {
    const workbench = new Workbench(await this.context.newPage());
    await workbench.open(this.web.url);
    return workbench;
  }

  async openPanel(): Promise<Panel> {
    return new Panel(await this.workbench.openPanel());
  }

  /** Opens VS Code's Chat view, which can be asked once it has picked a model. */
  async openChatView(): Promise<ChatView> {
    const chat = await ChatView.open(this.workbench);
    await chat.waitForModel();
    return chat;
  }

  /** Everything that server, extension host and browser console printed. */
  printed(): string {
    return `${this.web.output()}\n${this.#console.join('\n')}`;
  }

  /** Begins another part of the journey, which names the screenshots that follow. */
  async chapter(name: string): Promise<void> {
    await removeOldScreenshots(name);
    this.#name = name;
  }

  /** Takes a picture of VS Code, or of another page, into the folder of screenshots. */
  async screenshot(name: string, page: Page = this.workbench.page): Promise<void> {
    const file = path.join(screenshotFolder, `${this.#name}-${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'initial' });
    this.screenshots.push(file);
  }

  /** Leaves pictures of what the browser shows and ends the journey. */
  async fail(): Promise<void> {
    for (const [index, page] of this.context.pages().entries()) {
      await this.screenshot(`failed-${index}`, page).catch(() => this.say('A page could not be photographed.'));
    }
    for (const file of this.screenshots.filter((one) => one.includes('-failed-'))) this.say(`Screenshot: ${file}`);
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#started.disposeAsync();
  }
}

async function removeOldScreenshots(name: string): Promise<void> {
  await mkdir(screenshotFolder, { recursive: true });
  const old = (await readdir(screenshotFolder)).filter((file) => file.startsWith(`${name}-`));
  for (const file of old) await rm(path.join(screenshotFolder, file));
}

/** Starts a journey, goes it, and ends it; leaves screenshots if a step fails. */
export async function travel<T>(options: JourneyOptions, go: (journey: Journey) => Promise<T>): Promise<T> {
  await using journey = await Journey.start(options);
  try {
    return await go(journey);
  } catch (error) {
    await journey.fail();
    throw error;
  }
}
