import { hostPrefixes } from '../hosts.ts';
import type { Shared, Vendor } from '../vendor.ts';
import { simulatedModels } from './catalogue.ts';
import { geminiHost } from './host.ts';
import { Keys } from './keys.ts';
import type { GeminiPersonaId } from './personas.ts';
import type { geminiPrefixes } from './prefixes.ts';
import { Signatures } from './signatures.ts';

/** What a test may choose of Gemini's part. */
export interface GeminiOptions {
  /** Most models on one page of the list, however many are asked for. */
  readonly pageLimit?: number;
}

/** Gemini's part of the simulator, and what tests may ask of it. */
export interface Gemini extends Vendor<keyof typeof geminiPrefixes> {
  readonly baseUrl: string;
  keyOf(persona: GeminiPersonaId): string;
}

export function createGemini(shared: Shared, { pageLimit = 1_000 }: GeminiOptions): Gemini {
  const keys = new Keys(shared.secrets);
  const world = { ...shared, keys, signatures: new Signatures(), models: simulatedModels, pageLimit };
  const baseUrl = shared.origin + hostPrefixes.gemini;
  return {
    baseUrl,
    hosts: { gemini: (request) => geminiHost(request, world) },
    settings: { 'maestro.gemini.baseUrl': baseUrl },
    keyOf: (persona) => keys.keyOf(persona),
    // Keys have no time after which they end.
    expireAccessTokens: () => {},
    revokeEverything: () => keys.revokeAll(),
  };
}
