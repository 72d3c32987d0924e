import { asEventStream } from '../../recordings.ts';

/** Events of the Responses API as they stand in a stream. */
export function sse(...events: readonly object[]): string {
  return asEventStream(events.map((event) => JSON.stringify(event)));
}

export const created = { type: 'response.created', response: { id: 'r' } };

/** A message begins. */
export const added = { type: 'response.output_item.added', output_index: 0, item: { type: 'message', content: [] } };

/** A piece of the message. */
export function delta(text: string, more: object = {}): object {
  return { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: text, ...more };
}

/** The message ends; `text` is all of it. */
export function done(text: string): object {
  const item = { type: 'message', content: [{ type: 'output_text', text }] };
  return { type: 'response.output_item.done', output_index: 0, item };
}

/** The answer ends. */
export const completed = {
  type: 'response.completed',
  response: { status: 'completed', usage: { input_tokens: 3, output_tokens: 2 } },
};

/** How every answer begins, up to its first words. */
export const begun = sse(created, added, delta('Hello'));

/** A whole answer that says `Hello there`. */
export const whole = begun + sse(delta(' there'), done('Hello there'), completed);

/** The head of an event stream that ends with its connection, so that its body may be any bytes. */
export const openHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n';
