import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Anthropic, type AnthropicOptions, createAnthropic } from './anthropic/index.ts';
import { controlPrefix } from './control.ts';
import type { Fault } from './faults.ts';
import { createGemini, type Gemini, type GeminiOptions } from './gemini/index.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { createOpenAi, type OpenAi, type OpenAiOptions } from './openai/index.ts';
import { type Compatible, type CompatibleOptions, createCompatible } from './openaiCompatible/index.ts';
import { Script } from './script.ts';
import { Secrets } from './secrets.ts';
import { serve } from './server.ts';
import type { Settings } from './settingsText.ts';

export interface SimulatorOptions extends OpenAiOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Pause between two deltas of an answer, in milliseconds. Default 15. */
  readonly deltaMs?: number;
  /** The clock that codes and tokens expire by, in milliseconds since 1970. */
  readonly now?: () => number;
  readonly anthropic?: AnthropicOptions;
  readonly gemini?: GeminiOptions;
  readonly openaiCompatible?: CompatibleOptions;
}

export interface Simulator {
  readonly port: number;
  readonly authBaseUrl: string;
  readonly chatgptBaseUrl: string;
  readonly apiBaseUrl: string;
  readonly controlUrl: string;
  readonly openai: OpenAi;
  readonly anthropic: Anthropic;
  readonly gemini: Gemini;
  readonly openaiCompatible: Compatible;
  readonly settings: Settings;
  /** Every request to the hosts, in order of arrival. */
  readonly journal: readonly JournalEntry[];
  /** Every code, verifier, state, token and key that was issued or received, never forgotten. */
  readonly secrets: readonly string[];
  /** Makes the next matching requests go wrong. */
  script(...faults: readonly Fault[]): void;
  /** The first request, past or future, that fulfils the condition. Rejects after `timeoutMs`, default 10 s. */
  waitFor(condition: (entry: JournalEntry) => boolean, timeoutMs?: number): Promise<JournalEntry>;
  /** Lets every access token of every vendor expire now, before its time. */
  expireAccessTokens(): void;
  /** Ends every session: access and refresh tokens and API keys of every vendor are refused from now on. */
  revokeEverything(): void;
  /** Forgets journal and script. Sessions and secrets stay. */
  reset(): void;
  /** Stops listening and closes every socket. */
  close(): Promise<void>;
}

/** Starts every vendor's hosts on one loopback port. Rejects if the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer({ keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port ?? 0 }, resolve);
  });
  const { port } = addressOf(server.address());
  const origin = `http://127.0.0.1:${port}`;
  const now = options.now ?? Date.now;
  const secrets = new Secrets();
  const script = new Script(now);
  const journal = new Journal();
  const shared = { origin, now, deltaMs: options.deltaMs ?? 15, script, secrets };
  const openai = await createOpenAi(shared, options);
  const anthropic = createAnthropic(shared, options.anthropic ?? {});
  const gemini = createGemini(shared, options.gemini ?? {});
  const openaiCompatible = createCompatible(shared, options.openaiCompatible ?? {});
  const vendors = [openai, anthropic, gemini, openaiCompatible];
  const simulator: Simulator = {
    port,
    authBaseUrl: openai.authBaseUrl,
    chatgptBaseUrl: openai.chatgptBaseUrl,
    apiBaseUrl: openai.apiBaseUrl,
    controlUrl: origin + controlPrefix,
    openai,
    anthropic,
    gemini,
    openaiCompatible,
    settings: { ...openai.settings, ...anthropic.settings, ...gemini.settings, ...openaiCompatible.settings },
    get journal() {
      return journal.entries;
    },
    get secrets() {
      return secrets.values;
    },
    script: (...faults) => faults.forEach((fault) => void script.add(fault)),
    waitFor: (condition, timeoutMs = 10_000) => journal.waitFor(condition, timeoutMs),
    expireAccessTokens: () => vendors.forEach((vendor) => void vendor.expireAccessTokens()),
    revokeEverything: () => vendors.forEach((vendor) => void vendor.revokeEverything()),
    reset: () => {
      journal.clear();
      script.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const control = { origin, settings: simulator.settings, journal, script: simulator.script, reset: simulator.reset };
  const hosts = { ...openai.hosts, ...anthropic.hosts, ...gemini.hosts, ...openaiCompatible.hosts };
  server.on('request', (request, response) => {
    serve(request, response, { hosts, script, journal, control }).catch((error: unknown) => {
      // A defect of the simulator must not look like a fault of the vendor: say so and break the connection.
      console.error('Simulator:', error);
      response.destroy();
    });
  });
  return simulator;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
  return address;
}
