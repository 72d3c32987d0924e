import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Consents } from './consents.ts';
import { controlPrefix } from './control.ts';
import type { Fault } from './faults.ts';
import { Journal, type JournalEntry } from './journal.ts';
import type { PersonaId } from './personas.ts';
import { hostPrefixes } from './received.ts';
import { Script } from './script.ts';
import { Secrets } from './secrets.ts';
import { serve } from './server.ts';
import type { Settings } from './settingsText.ts';
import { createTokens } from './tokens.ts';

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Who is preselected on the consent page. Default `plus`. */
  readonly persona?: PersonaId;
  /** The ports a redirect URI may have. Default 1455 and 1457, the only ones that OpenAI knows. */
  readonly redirectPorts?: readonly number[] | 'any';
  /** Pause between two deltas of an answer, in milliseconds. Default 15. */
  readonly deltaMs?: number;
  /** Life of an access token in seconds. Default ten days, as OpenAI has it. */
  readonly accessTokenSeconds?: number;
  /** Models that both hosts know. */
  readonly models?: readonly string[];
  /** The clock that codes and tokens expire by, in milliseconds since 1970. */
  readonly now?: () => number;
}

export interface Simulator {
  readonly port: number;
  readonly authBaseUrl: string;
  readonly chatgptBaseUrl: string;
  readonly apiBaseUrl: string;
  readonly controlUrl: string;
  readonly settings: Settings;
  /** Every request to the hosts, in order of arrival. */
  readonly journal: readonly JournalEntry[];
  /** Every code, verifier, state, token and key that was issued or received, never forgotten. */
  readonly secrets: readonly string[];
  /** Makes the next matching requests go wrong. */
  script(...faults: readonly Fault[]): void;
  /** The first request, past or future, that fulfils the condition. Rejects after `timeoutMs`, default 10 s. */
  waitFor(condition: (entry: JournalEntry) => boolean, timeoutMs?: number): Promise<JournalEntry>;
  /** Lets every access token expire now, before its time. */
  expireAccessTokens(): void;
  /** Ends every session: access and refresh tokens and API keys are refused from now on. */
  revokeEverything(): void;
  /** Forgets journal and script. Sessions and secrets stay. */
  reset(): void;
  /** Stops listening and closes every socket. */
  close(): Promise<void>;
}

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const redirectPorts = [1455, 1457];
const models = ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.2'];
const accessTokenSeconds = 10 * 24 * 3600;

/** Starts OpenAI's three hosts on one loopback port. Rejects if the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer({ keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port ?? 0 }, resolve);
  });
  const { port } = addressOf(server.address());
  const origin = `http://127.0.0.1:${port}`;
  const authBaseUrl = origin + hostPrefixes.auth;
  const now = options.now ?? Date.now;
  const secrets = new Secrets();
  const script = new Script(now);
  const journal = new Journal();
  const consents = new Consents();
  const tokens = await createTokens({
    issuer: authBaseUrl,
    accessTokenSeconds: options.accessTokenSeconds ?? accessTokenSeconds,
    secrets,
    now,
  });
  const world = {
    authBaseUrl,
    clientId,
    redirectPorts: options.redirectPorts ?? redirectPorts,
    persona: options.persona ?? 'plus',
    models: options.models ?? models,
    deltaMs: options.deltaMs ?? 15,
    now,
    consents,
    script,
    secrets,
    tokens,
  };
  const simulator: Simulator = {
    port,
    authBaseUrl,
    chatgptBaseUrl: origin + hostPrefixes.chatgpt,
    apiBaseUrl: origin + hostPrefixes.api,
    controlUrl: origin + controlPrefix,
    settings: settingsFor(origin, options.redirectPorts),
    get journal() {
      return journal.entries;
    },
    get secrets() {
      return secrets.values;
    },
    script: (...faults) => faults.forEach((fault) => void script.add(fault)),
    waitFor: (condition, timeoutMs = 10_000) => journal.waitFor(condition, timeoutMs),
    expireAccessTokens: () => tokens.access.expireAll(),
    revokeEverything: () => {
      for (const shelf of [tokens.access, tokens.refresh, tokens.ids, tokens.keys]) shelf.revokeAll();
    },
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
  server.on('request', (request, response) => {
    serve(request, response, world, journal, control).catch((error: unknown) => {
      // A defect of the simulator must not look like a fault of the vendor: say so and break the connection.
      console.error('Simulator:', error);
      response.destroy();
    });
  });
  return simulator;
}

function settingsFor(origin: string, ports: SimulatorOptions['redirectPorts']): Settings {
  return {
    'maestro.openai.authBaseUrl': origin + hostPrefixes.auth,
    'maestro.openai.chatgptBaseUrl': origin + hostPrefixes.chatgpt,
    'maestro.openai.apiBaseUrl': origin + hostPrefixes.api,
    ...(ports === undefined || ports === 'any' ? {} : { 'maestro.openai.callbackPorts': ports }),
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
  return address;
}
