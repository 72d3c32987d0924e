import { Consents } from '../consents.ts';
import { hostPrefixes } from '../hosts.ts';
import type { Shared, Vendor } from '../vendor.ts';
import { apiHost } from './apiHost.ts';
import { authHost } from './authHost.ts';
import { Catalogue } from './catalogue.ts';
import { chatgptHost } from './chatgptHost.ts';
import { DeviceCodes } from './device/deviceCodes.ts';
import { Grant } from './grant.ts';
import { type PersonaId, personas } from './personas.ts';
import { platformKeyOf } from './platformKeys.ts';
import type { openAiPrefixes } from './prefixes.ts';
import { SealedReasoning } from './sealedReasoning.ts';
import { Registrations } from './siwc/registrations.ts';
import { createTokens } from './tokens.ts';
import type { World } from './world.ts';

/** What a test may choose of OpenAI's part. */
export interface OpenAiOptions {
  /** Who is preselected on the consent page. Default `plus`. */
  readonly persona?: PersonaId;
  /** The ports a redirect URI may have. Default 1455 and 1457, the only ones that OpenAI knows. */
  readonly redirectPorts?: readonly number[] | 'any';
  /** Life of an access token in seconds. Default ten days, and one hour after "Sign in with ChatGPT". */
  readonly accessTokenSeconds?: number;
  /** Models that every host knows. */
  readonly models?: readonly string[];
  /** Whether people may sign in with a code on another device. Default true. */
  readonly deviceCodes?: boolean;
  /** What the device's program is told to wait between two questions, in seconds. Default 5. */
  readonly devicePollSeconds?: number;
}

/** OpenAI's part of the simulator, and what tests may ask of it. */
export interface OpenAi extends Vendor<keyof typeof openAiPrefixes> {
  readonly authBaseUrl: string;
  readonly chatgptBaseUrl: string;
  readonly apiBaseUrl: string;
  /** The API key that the person has on the platform. */
  keyOf(persona: PersonaId): string;
  /** Refuses one API key from now on, whether a person made it or it was traded for an ID token. */
  revokeKey(key: string): void;
  /** Lets models come and go. */
  replaceModels(slugs: readonly string[]): void;
}

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const redirectPorts = [1455, 1457];
const models = ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.2'];
const codexTokenSeconds = 10 * 24 * 3600;
const siwcTokenSeconds = 3600;

/** Makes OpenAI's three hosts, with fresh keys and nobody signed in. */
export async function createOpenAi(shared: Shared, options: OpenAiOptions): Promise<OpenAi> {
  const { origin, secrets, now } = shared;
  const authBaseUrl = origin + hostPrefixes.auth;
  const chatgptBaseUrl = origin + hostPrefixes.chatgpt;
  const apiBaseUrl = origin + hostPrefixes.api;
  const tokens = await createTokens({
    issuer: authBaseUrl,
    accessTokenSeconds: ({ kind }) =>
      options.accessTokenSeconds ?? (kind === 'siwc' ? siwcTokenSeconds : codexTokenSeconds),
    secrets,
    now,
  });
  for (const persona of personas) {
    tokens.issueKey(new Grant('platform', persona, 'platform', 'api.all'), platformKeyOf(persona.id));
  }
  const catalogue = new Catalogue(options.models ?? models);
  const world: World = {
    ...shared,
    authBaseUrl,
    apiBaseUrl,
    clientId,
    redirectPorts: options.redirectPorts ?? redirectPorts,
    persona: options.persona ?? 'plus',
    hasDeviceCodes: options.deviceCodes ?? true,
    devicePollSeconds: options.devicePollSeconds ?? 5,
    catalogue,
    consents: new Consents(),
    registrations: new Registrations(),
    devices: new DeviceCodes(now),
    reasoning: new SealedReasoning(),
    tokens,
  };
  const ports = options.redirectPorts;
  return {
    authBaseUrl,
    chatgptBaseUrl,
    apiBaseUrl,
    hosts: {
      auth: (request, gone) => authHost(request, world, gone),
      chatgpt: (request) => chatgptHost(request, world),
      api: (request) => apiHost(request, world),
    },
    settings: {
      'maestro.openai.authBaseUrl': authBaseUrl,
      'maestro.openai.chatgptBaseUrl': chatgptBaseUrl,
      'maestro.openai.apiBaseUrl': apiBaseUrl,
      ...(ports === undefined || ports === 'any' ? {} : { 'maestro.openai.callbackPorts': ports }),
    },
    keyOf: platformKeyOf,
    revokeKey: (key) => tokens.keys.revoke(key),
    replaceModels: (slugs) => catalogue.replace(slugs),
    expireAccessTokens: () => tokens.access.expireAll(),
    revokeEverything: () => {
      for (const shelf of [tokens.access, tokens.refresh, tokens.ids, tokens.keys]) shelf.revokeAll();
    },
  };
}
