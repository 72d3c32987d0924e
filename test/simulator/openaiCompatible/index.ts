import { hostPrefixes } from '../hosts.ts';
import type { Serve, Shared, Vendor } from '../vendor.ts';
import { serveHost } from './hosts.ts';
import { Keys } from './keys.ts';
import { type CompatiblePersonaId, compatibleKeyOf } from './personas.ts';
import { basePaths, type CompatibleHost } from './prefixes.ts';
import { Signatures } from './signatures.ts';

/** What a test may choose of the compatible servers. */
export type CompatibleOptions = Readonly<Record<never, never>>;

/** The compatible servers, and what tests may ask of them. */
export interface Compatible extends Vendor<CompatibleHost> {
  baseUrl(host: CompatibleHost): string;
  keyOf(persona: CompatiblePersonaId): string;
}

export function createCompatible(shared: Shared, _options: CompatibleOptions): Compatible {
  const keys = new Keys(shared.secrets);
  const world = { ...shared, keys, signatures: new Signatures() };
  const baseUrl = (host: CompatibleHost): string => shared.origin + hostPrefixes[host] + basePaths[host];
  const serving =
    (host: CompatibleHost): Serve =>
    (request) =>
      serveHost(request, host, world);
  return {
    baseUrl,
    keyOf: compatibleKeyOf,
    hosts: {
      ollama: serving('ollama'),
      'lm-studio': serving('lm-studio'),
      'llama-cpp': serving('llama-cpp'),
      vllm: serving('vllm'),
      openrouter: serving('openrouter'),
      plain: serving('plain'),
    },
    settings: { 'maestro.openaiCompatible.openRouterBaseUrl': baseUrl('openrouter') },
    // Keys have no time after which they end.
    expireAccessTokens: () => {},
    revokeEverything: () => keys.revokeAll(),
  };
}
