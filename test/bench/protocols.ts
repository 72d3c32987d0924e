import { decoders } from '../replay.ts';
import type { Client } from './clients/client.ts';
import type { Script } from './script.ts';
import { messagesEvents } from './wires/anthropicMessages.ts';
import { geminiEvents } from './wires/gemini.ts';
import { chatEvents } from './wires/openaiChat.ts';
import { responsesEvents } from './wires/openaiResponses.ts';

/** How a client tells what it got: bytes of the body, server-sent events, characters of everything, or of text alone. */
export type Unit = 'bytes' | 'events' | 'characters' | 'textCharacters';

/** Somebody who reads the answers: Maestro or a peer. */
export interface Contender {
  readonly name: string;
  /** Whoever leaves something out is found out by it. */
  readonly counts: Unit;
  /** Most CPU time that Maestro may take, as a multiple of this one's; `null` where there is no target. */
  readonly atMost: number | null;
  /** Takes so long that a quick run goes without it. */
  readonly isSlow: boolean;
  /** Imports it: only the process that measures it does so. */
  readonly load: () => Promise<Client>;
}

export interface Protocol {
  /** The name that Maestro's decoder has among the `decoders`. */
  readonly name: string;
  /** An answer's server-sent events, as they go over the wire. */
  readonly events: (script: Script) => readonly string[];
  /** Whether the arguments of a tool call are streamed in fragments. */
  readonly hasFragments: boolean;
  readonly peers: readonly Contender[];
}

export const floorName = 'undici, body drained';
export const parserName = 'undici + eventsource-parser + JSON.parse';
export const maestroName = 'Maestro';

const leastReaders: readonly Contender[] = [
  {
    name: floorName,
    counts: 'bytes',
    atMost: null,
    isSlow: false,
    load: async () => (await import('./clients/undici.ts')).drained,
  },
  {
    name: parserName,
    counts: 'events',
    atMost: 1.35,
    isSlow: false,
    load: async () => (await import('./clients/undici.ts')).parsed,
  },
];

const all: readonly Protocol[] = [
  {
    name: 'openai-responses',
    events: responsesEvents,
    hasFragments: true,
    peers: [
      ...leastReaders,
      sdk('openai', 0.4, async () => (await import('./clients/openai.ts')).openaiResponses),
      vercel(async () => (await import('./clients/vercel.ts')).vercelResponses),
    ],
  },
  {
    name: 'anthropic-messages',
    events: messagesEvents,
    hasFragments: true,
    peers: [
      ...leastReaders,
      sdk('@anthropic-ai/sdk', 0.9, async () => (await import('./clients/anthropic.ts')).anthropicMessages),
      vercel(async () => (await import('./clients/vercel.ts')).vercelMessages),
    ],
  },
  {
    name: 'gemini',
    events: geminiEvents,
    hasFragments: false,
    peers: [
      ...leastReaders,
      sdk('@google/genai', 0.15, async () => (await import('./clients/google.ts')).googleGenAi),
      vercel(async () => (await import('./clients/vercel.ts')).vercelGemini),
    ],
  },
  {
    name: 'openai-chat',
    events: chatEvents,
    hasFragments: true,
    peers: [
      ...leastReaders,
      sdk('openai', 0.4, async () => (await import('./clients/openai.ts')).openaiChat),
      // Its provider does not know the reasoning of other servers than OpenAI's.
      {
        ...vercel(async () => (await import('./clients/vercel.ts')).vercelChat),
        counts: 'textCharacters',
      },
    ],
  },
];

/** What is measured: the protocols that Maestro has a decoder for. */
export const protocols: readonly Protocol[] = all.filter(({ name }) => Object.hasOwn(decoders, name));

export function protocolOf(name: string): Protocol | null {
  return protocols.find((protocol) => protocol.name === name) ?? null;
}

/** Everybody who reads this protocol's answers, Maestro last. */
export function contenders({ name, peers }: Protocol): readonly Contender[] {
  const load = async (): Promise<Client> => {
    const decoder = decoders[name];
    if (decoder === undefined) throw new Error(`There is no decoder for ${name}.`);
    return (await import('./clients/maestro.ts')).maestro(decoder);
  };
  return [...peers, { name: maestroName, counts: 'characters', atMost: null, isSlow: false, load }];
}

function sdk(name: string, atMost: number, load: Contender['load']): Contender {
  return { name, counts: 'characters', atMost, isSlow: false, load };
}

function vercel(load: Contender['load']): Contender {
  return { ...sdk('ai', 0.15, load), isSlow: true };
}
