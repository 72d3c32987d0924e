import { type Json, member, parseJson, stringAt } from '../../src/core/json.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';

export const weather = { name: 'weather', input_schema: { type: 'object' } };

/** Asks the simulated API, by default with the developer's key. */
export function ask(
  { anthropic }: Simulator,
  body: object,
  headers: HeaderPairs = headersOf(['x-api-key', anthropic.keyOf('developer')]),
): Promise<WireAnswer> {
  return exchange(`${anthropic.apiBaseUrl}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The headers of a correct request, in order. */
export function headersOf(proof: readonly [string, string], ...betas: readonly string[]): HeaderPairs {
  return [
    proof,
    ['anthropic-version', '2023-06-01'],
    ...(betas.length === 0 ? [] : [['anthropic-beta', betas.join(',')] as const]),
    ['user-agent', 'TheMaestro/1.0.0'],
    ['accept', 'text/event-stream'],
    ['x-client-version', '1.0.0'],
    ['content-type', 'application/json'],
  ];
}

/** A correct body that asks this, changed as the test needs it. */
export function bodyOf(text: string, more: object = {}): object {
  return { model: 'claude-opus-5', max_tokens: 1_000, stream: true, messages: [said(text)], ...more };
}

/** What the person says: texts and other blocks. */
export function said(...content: readonly (string | object)[]): object {
  return { role: 'user', content: content.map((one) => (typeof one === 'string' ? { type: 'text', text: one } : one)) };
}

export const answered = (...content: readonly object[]): object => ({ role: 'assistant', content });
export const use = (id: string): object => ({ type: 'tool_use', id, name: 'weather', input: {} });
export const result = (id: string, more: object = {}): object => ({
  type: 'tool_result',
  tool_use_id: id,
  content: [],
  ...more,
});
export const eventsOf = ({ body }: WireAnswer): readonly Json[] =>
  body.split('\n\n').flatMap((frame) => parseJson(/^data: (.*)$/m.exec(frame)?.[1] ?? '') ?? []);
export const textOf = (answer: WireAnswer): string =>
  eventsOf(answer)
    .map((event) => stringAt(member(event, 'delta'), 'text') ?? '')
    .join('');
export const messageOf = ({ body }: WireAnswer): string => stringAt(member(parseJson(body), 'error'), 'message') ?? '';
