import type { Headers } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { productToken } from './constants.ts';

/** Headers of the ChatGPT backend, in the order in which they go on the wire. */
export function chatgptHeaders(version: string, access: Secret, workspace: string): Headers {
  return [
    ['Authorization', access.map((token) => `Bearer ${token}`)],
    ['chatgpt-account-id', workspace],
    ['Content-Type', 'application/json'],
    ['OpenAI-Beta', 'responses=experimental'],
    ['User-Agent', `${productToken}/${version}`],
  ];
}

/** Headers of the platform API, in the order in which they go on the wire; organization and project where known. */
export function platformHeaders(
  version: string,
  key: Secret,
  organization: string | null,
  project: string | null,
): Headers {
  return [
    ['Authorization', key.map((value) => `Bearer ${value}`)],
    ['version', version],
    ...(organization === null ? [] : [['OpenAI-Organization', organization] as const]),
    ...(project === null ? [] : [['OpenAI-Project', project] as const]),
    ['Content-Type', 'application/json'],
    ['User-Agent', `${productToken}/${version}`],
  ];
}
