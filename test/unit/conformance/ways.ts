import type { FailureCode } from '../../../src/core/failure.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { HostName } from '../../simulator/hosts.ts';
import { typeDeviceCode } from '../../simulator/openai/device/person.ts';
import type { PersonaId } from '../../simulator/openai/personas.ts';
import type { CompatiblePersonaId } from '../../simulator/openaiCompatible/personas.ts';
import type { CompatibleHost } from '../../simulator/openaiCompatible/prefixes.ts';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.ts';
import type { Person } from '../../testSignInUi.ts';

/** One way into one vendor, and what may be expected of it. */
export interface WayIn {
  readonly title: string;
  readonly vendor: string;
  readonly method: string;
  /** Whose answers are scripted to go wrong. */
  readonly host: HostName;
  person(simulator: Simulator): Person;
  /** What this way needs of the simulator beyond the usual. */
  readonly simulator?: SimulatorOptions;
  settings?(simulator: Simulator): Readonly<Record<string, unknown>>;
  /** Whether a session stands behind it, which is renewed and revoked. */
  readonly isSession: boolean;
  /** Whether anybody may ask, so that nothing can be revoked. */
  readonly isOpen?: boolean;
  /** Whether the model shows its thoughts. */
  readonly thinks: boolean;
  /** What the vendor's own words for trouble must be taken for. */
  readonly failures: Readonly<Record<string, FailureCode>>;
}

const openAiFailures = {
  'server-error': 'server',
  overloaded: 'overloaded',
  'rate-limit': 'rate-limited',
  quota: 'billing',
  region: 'region',
  'context-too-long': 'context-too-long',
  policy: 'policy',
  'model-retired': 'model-unavailable',
} as const satisfies WayIn['failures'];

function chatGpt(persona: PersonaId, host: HostName): WayIn {
  return {
    title: `OpenAI: ChatGPT sign-in, ${persona}`,
    vendor: 'openai',
    method: 'chatgpt',
    host,
    person: () => new PersonAtBrowser(persona),
    isSession: true,
    thinks: true,
    failures: host === 'chatgpt' ? { ...openAiFailures, 'usage-limit': 'usage-limit' } : openAiFailures,
  };
}

const anthropicFailures = {
  'server-error': 'server',
  overloaded: 'overloaded',
  'rate-limit': 'rate-limited',
  'usage-limit': 'usage-limit',
  quota: 'billing',
  region: 'region',
  'not-entitled': 'not-entitled',
  'model-gone': 'model-unavailable',
  'other-product': 'other-product-only',
  'context-too-long': 'context-too-long',
  'too-large': 'too-large',
  policy: 'policy',
} as const satisfies WayIn['failures'];

const anthropic = { vendor: 'anthropic', host: 'anthropic', thinks: true, failures: anthropicFailures } as const;

/** What every compatible server says, whoever made it. */
const compatibleFailures = {
  'server-error': 'server',
  overloaded: 'overloaded',
  'rate-limit': 'rate-limited',
  'context-too-long': 'context-too-long',
  'model-retired': 'model-unavailable',
} as const satisfies WayIn['failures'];

function ownServer(title: string, host: CompatibleHost, method: string, persona: CompatiblePersonaId | null): WayIn {
  return {
    title: `OpenAI-compatible: ${title}`,
    vendor: 'openai-compatible',
    method,
    host,
    person: ({ openaiCompatible }) => ({
      values: {
        baseUrl: openaiCompatible.baseUrl(host),
        ...(persona === null ? {} : { key: openaiCompatible.keyOf(persona) }),
      },
    }),
    isSession: false,
    isOpen: persona === null,
    thinks: true,
    failures:
      host === 'openrouter'
        ? { ...compatibleFailures, quota: 'billing', 'usage-limit': 'usage-limit' }
        : compatibleFailures,
  };
}

/** Every vendor and every method that ends in a credential of its own. */
export const waysIn: readonly WayIn[] = [
  chatGpt('plus', 'chatgpt'),
  chatGpt('enterprise', 'api'),
  chatGpt('enterprise-without-organization', 'chatgpt'),
  {
    ...chatGpt('plus', 'chatgpt'),
    title: 'OpenAI: ChatGPT sign-in with a code on another device',
    method: 'chatgpt-device',
    simulator: { devicePollSeconds: 0 },
    person: (simulator) => ({
      typeCode: async (userCode) => void (await typeDeviceCode(simulator, userCode, 'plus')),
    }),
  },
  {
    ...chatGpt('plus', 'api'),
    title: 'OpenAI: Continue with ChatGPT',
    method: 'chatgpt-sharing',
    failures: {
      'server-error': 'server',
      'sharing-usage-limit': 'usage-limit',
      'sharing-not-eligible': 'not-entitled',
    },
  },
  {
    title: 'OpenAI: API key',
    vendor: 'openai',
    method: 'api-key',
    host: 'api',
    person: (simulator) => ({ values: { key: simulator.openai.keyOf('pro') } }),
    isSession: false,
    thinks: true,
    failures: openAiFailures,
  },
  {
    ...anthropic,
    title: 'Anthropic: API key',
    method: 'api-key',
    person: (simulator) => ({ values: { key: simulator.anthropic.keyOf('developer') } }),
    isSession: false,
  },
  {
    ...anthropic,
    title: 'Anthropic: pasted bearer token',
    method: 'api-key',
    person: (simulator) => ({ values: { key: simulator.anthropic.tokenOf('developer') } }),
    isSession: false,
  },
  {
    ...anthropic,
    title: 'Anthropic: OAuth',
    method: 'oauth',
    person: () => new PersonAtConsole('company'),
    isSession: true,
  },
  {
    title: 'Gemini: API key',
    vendor: 'gemini',
    method: 'api-key',
    host: 'gemini',
    person: (simulator) => ({ values: { key: simulator.gemini.keyOf('paid') } }),
    isSession: false,
    thinks: true,
    failures: {
      'server-error': 'server',
      overloaded: 'overloaded',
      'rate-limit': 'rate-limited',
      'usage-limit': 'usage-limit',
      quota: 'billing',
      'not-entitled': 'not-entitled',
      region: 'region',
      billing: 'billing',
      'context-too-long': 'context-too-long',
      'model-retired': 'model-unavailable',
      policy: 'policy',
    },
  },
  ownServer('Ollama', 'ollama', 'ollama', null),
  ownServer('LM Studio', 'lm-studio', 'lm-studio', null),
  ownServer('llama.cpp', 'llama-cpp', 'llama-cpp', null),
  ownServer('vLLM with a key', 'vllm', 'vllm', 'company'),
  ownServer('OpenRouter', 'openrouter', 'openrouter', 'paid'),
  ownServer('any other server', 'plain', 'server', null),
];
