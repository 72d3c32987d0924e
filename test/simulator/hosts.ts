import { anthropicPrefixes } from './anthropic/prefixes.ts';
import { geminiPrefixes } from './gemini/prefixes.ts';
import { openAiPrefixes } from './openai/prefixes.ts';
import { compatiblePrefixes } from './openaiCompatible/prefixes.ts';

/** Every host of every vendor, and the path prefix under which it is found on the one port. */
export const hostPrefixes = {
  ...openAiPrefixes,
  ...anthropicPrefixes,
  ...geminiPrefixes,
  ...compatiblePrefixes,
} as const;

export type HostName = keyof typeof hostPrefixes;

export function isHostName(value: unknown): value is HostName {
  return typeof value === 'string' && Object.hasOwn(hostPrefixes, value);
}

export const hostNames: readonly HostName[] = Object.keys(hostPrefixes).filter(isHostName);

/** Which host a request path belongs to, and the path below its base URL; `null` for any other path. */
export function toHostPath(path: string): { readonly host: HostName; readonly path: string } | null {
  const host = hostNames.find((name) => path.startsWith(`${hostPrefixes[name]}/`));
  return host === undefined ? null : { host, path: path.slice(hostPrefixes[host].length) };
}
