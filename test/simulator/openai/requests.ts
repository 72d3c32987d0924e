import { type Json, parseJson, stringAt } from '../../../src/core/json.ts';
import type { HeaderPairs } from '../received.ts';
import type { WireAnswer } from '../wire.ts';
import type { SessionTokens } from './person.ts';

/** A message of a Responses request. */
export function message(role: string, type: string, text: string) {
  return { type: 'message', role, content: [{ type, text }] };
}

/** A Responses body that every host takes. */
export function bodyOf(question: string) {
  const text = `<user_instructions>\n\n${question}\n\n</user_instructions>`;
  return {
    model: 'gpt-5.5',
    instructions: 'You are helpful.',
    input: [message('user', 'input_text', text)],
    tools: [],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    store: false,
    stream: true,
    text: { verbosity: 'medium' },
  };
}

/** The headers of a correct request to the ChatGPT backend. */
export function chatgptHeaders({ access, persona }: SessionTokens): HeaderPairs {
  return [
    ['Authorization', `Bearer ${access}`],
    ['chatgpt-account-id', persona.accountId],
    ['Content-Type', 'application/json'],
    ['OpenAI-Beta', 'responses=experimental'],
    ['User-Agent', 'TheMaestro/0.1.0'],
  ];
}

/** The headers of a correct request to the platform API with an API key. */
export function apiHeaders(key: string): HeaderPairs {
  return [
    ['Authorization', `Bearer ${key}`],
    ['version', '0.1.0'],
    ['Content-Type', 'application/json'],
  ];
}

/** The events of a streamed answer. */
export function eventsOf(answer: WireAnswer): readonly (Json | undefined)[] {
  return [...answer.body.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => parseJson(data));
}

export function typesOf(answer: WireAnswer): readonly (string | null)[] {
  return eventsOf(answer).map((event) => stringAt(event, 'type'));
}

/** The text of a streamed answer. */
export function textOf(answer: WireAnswer): string {
  const deltas = eventsOf(answer).filter((event) => stringAt(event, 'type') === 'response.output_text.delta');
  return deltas.map((event) => stringAt(event, 'delta')).join('');
}
