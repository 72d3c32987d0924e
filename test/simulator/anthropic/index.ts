import { Consents } from '../consents.ts';
import { hostPrefixes } from '../hosts.ts';
import type { Shared, Vendor } from '../vendor.ts';
import { apiHost } from './apiHost.ts';
import { consoleHost } from './consoleHost.ts';
import { simulatedModels } from './models.ts';
import type { AnthropicPersonaId } from './personas.ts';
import type { anthropicPrefixes } from './prefixes.ts';
import { SignedThinking } from './signedThinking.ts';
import { Tokens } from './tokens.ts';
import type { World } from './world.ts';

/** What a test may choose of Anthropic's part. */
export interface AnthropicOptions {
  /** Who is preselected on the consent page. Default `developer`. */
  readonly persona?: AnthropicPersonaId;
  /** Life of an access token in seconds. Default eight hours. */
  readonly accessTokenSeconds?: number;
  /** The first system block that tokens demand. Default none. */
  readonly systemPrompt?: string;
  /** The beginning of other redirect URIs that are registered beside the page that shows the code. Default none. */
  readonly ownAddress?: string;
  /** Most models on one page of the list. Default as many as are asked for. */
  readonly modelsPerPage?: number;
}

/** Anthropic's part of the simulator, and what tests may ask of it. */
export interface Anthropic extends Vendor<keyof typeof anthropicPrefixes> {
  readonly apiBaseUrl: string;
  readonly consoleBaseUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The API key of this person. */
  keyOf(persona: AnthropicPersonaId): string;
  /** An access token of this person that lives for a year. */
  tokenOf(persona: AnthropicPersonaId): string;
}

const clientId = '5100a7e0-0000-4000-8000-00000000c11e';
const scopes = ['user:inference', 'user:profile'];
const accessTokenSeconds = 8 * 3600;

/** Makes Anthropic's two hosts, with fresh keys and nobody signed in. */
export function createAnthropic(shared: Shared, options: AnthropicOptions): Anthropic {
  const { origin, secrets, now } = shared;
  const apiBaseUrl = origin + hostPrefixes.anthropic;
  const consoleBaseUrl = origin + hostPrefixes['anthropic-console'];
  const tokens = new Tokens({ accessTokenSeconds: options.accessTokenSeconds ?? accessTokenSeconds, secrets, now });
  const world: World = {
    ...shared,
    clientId,
    redirectUri: `${consoleBaseUrl}/oauth/code/callback`,
    ownAddress: options.ownAddress ?? null,
    scopes,
    systemPrompt: options.systemPrompt ?? '',
    persona: options.persona ?? 'developer',
    models: simulatedModels,
    modelsPerPage: options.modelsPerPage ?? Number.POSITIVE_INFINITY,
    consents: new Consents(),
    tokens,
    thinking: new SignedThinking(),
  };
  const { redirectUri, systemPrompt } = world;
  return {
    apiBaseUrl,
    consoleBaseUrl,
    clientId,
    redirectUri,
    hosts: {
      anthropic: (request) => apiHost(request, world),
      'anthropic-console': (request, gone) => consoleHost(request, world, gone),
    },
    settings: {
      'maestro.anthropic.apiBaseUrl': apiBaseUrl,
      'maestro.anthropic.oauth.clientId': clientId,
      'maestro.anthropic.oauth.authorizeUrl': `${consoleBaseUrl}/oauth/authorize`,
      'maestro.anthropic.oauth.tokenUrl': `${consoleBaseUrl}/v1/oauth/token`,
      'maestro.anthropic.oauth.redirectUri': redirectUri,
      'maestro.anthropic.oauth.scopes': ['user:inference'],
      'maestro.anthropic.oauth.systemPrompt': systemPrompt,
    },
    keyOf: (persona) => tokens.keyOf(persona),
    tokenOf: (persona) => tokens.tokenOf(persona),
    expireAccessTokens: () => tokens.access.expireAll(),
    revokeEverything: () => {
      for (const shelf of [tokens.access, tokens.refresh, tokens.keys]) shelf.revokeAll();
    },
  };
}
