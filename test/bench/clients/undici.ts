import { createParser } from 'eventsource-parser';
import { request } from 'undici';
import type { Client } from './client.ts';

/** The floor: a request whose body is read and thrown away. */
export const drained: Client = async (baseUrl, got) => {
  for await (const bytes of await body(baseUrl)) got(bytes.byteLength);
};

/** The least that a reader of such a stream does: text, events, and the JSON of each event. */
export const parsed: Client = async (baseUrl, got) => {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ data }) {
      if (data !== '[DONE]') JSON.parse(data);
      got(1);
    },
  });
  for await (const bytes of await body(baseUrl)) parser.feed(decoder.decode(bytes, { stream: true }));
};

async function body(url: string): Promise<AsyncIterable<Uint8Array>> {
  return (await request(url, { method: 'POST', body: '{}' })).body;
}
