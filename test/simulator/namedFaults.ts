import { anthropicFaults } from './anthropic/faults.ts';
import { anthropicPrefixes } from './anthropic/prefixes.ts';
import { anyVendorFaults } from './anyVendorFaults.ts';
import type { FaultCatalogue, ReadyMade } from './faultCatalogue.ts';
import { geminiFaults } from './gemini/faults.ts';
import { geminiPrefixes } from './gemini/prefixes.ts';
import type { HostName } from './hosts.ts';
import { openAiFaults } from './openai/faults.ts';
import { openAiPrefixes } from './openai/prefixes.ts';
import { compatibleFaults } from './openaiCompatible/faults.ts';
import { compatiblePrefixes } from './openaiCompatible/prefixes.ts';

/** The vendors' own faults, each in the vendor's own words, and the hosts they are for. */
const catalogues = [
  [openAiPrefixes, openAiFaults],
  [anthropicPrefixes, anthropicFaults],
  [geminiPrefixes, geminiFaults],
  [compatiblePrefixes, compatibleFaults],
] as const satisfies readonly (readonly [Readonly<Record<string, string>>, FaultCatalogue])[];

export type FaultName = keyof typeof anyVendorFaults | NameIn<(typeof catalogues)[number][1]>;
type NameIn<Catalogue> = Catalogue extends unknown ? keyof Catalogue : never;

export function isFaultName(value: unknown): value is FaultName {
  if (typeof value !== 'string') return false;
  return Object.hasOwn(anyVendorFaults, value) || catalogues.some(([, faults]) => Object.hasOwn(faults, value));
}

export const faultNames: readonly FaultName[] = [
  ...new Set([anyVendorFaults, ...catalogues.map(([, faults]) => faults)].flatMap((faults) => Object.keys(faults))),
].filter(isFaultName);

/** The fault of that name in the words of the host's vendor, as it is at this time; `null` if that vendor has none. */
export function faultNamed(name: FaultName, host: HostName, nowSeconds: number): ReadyMade | null {
  const found = catalogues.find(([prefixes]) => Object.hasOwn(prefixes, host));
  for (const catalogue of [found?.[1] ?? {}, anyVendorFaults]) {
    const make = entryOf(catalogue, name);
    if (make !== null) return make(nowSeconds);
  }
  return null;
}

function entryOf(catalogue: FaultCatalogue, name: string): FaultCatalogue[string] | null {
  return Object.hasOwn(catalogue, name) ? (catalogue[name] ?? null) : null;
}
