import type { JsonObject } from '../../src/core/json.ts';
import { pagePolicy } from './pageStyle.ts';

/** One piece of a streamed body: an SSE event as bytes, and how long to wait before sending it. */
export interface Frame {
  readonly bytes: Buffer;
  readonly pauseMs: number;
}

export type ReplyHeaders = Readonly<Record<string, string>>;

/** What a host answers. Frames are made one at a time while they are sent, so they may be endless. */
export type Reply =
  | { readonly kind: 'whole'; readonly status: number; readonly headers: ReplyHeaders; readonly body: Buffer }
  | { readonly kind: 'stream'; readonly headers: ReplyHeaders; readonly frames: Iterable<Frame> };

export function json(status: number, value: JsonObject | readonly JsonObject[], headers: ReplyHeaders = {}): Reply {
  return whole(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(value));
}

/** One of the simulator's own pages, under a policy that lets nothing load. */
export function html(status: number, text: string): Reply {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': pagePolicy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return whole(status, headers, text);
}

export function plain(status: number, text: string): Reply {
  return whole(status, { 'content-type': 'text/plain; charset=utf-8' }, text);
}

/** A 302, as the authorization endpoint sends it. */
export function redirect(to: string): Reply {
  return whole(302, { location: to, 'cache-control': 'no-store' }, '');
}

export function whole(status: number, headers: ReplyHeaders, body: string | Buffer): Reply {
  return { kind: 'whole', status, headers, body: Buffer.from(body) };
}

/** One Server-Sent Event; `null` for vendors that do not name their events. */
export function sseFrame(event: string | null, data: string, pauseMs = 0): Frame {
  const name = event === null ? '' : `event: ${event}\n`;
  return { bytes: Buffer.from(`${name}data: ${data}\n\n`), pauseMs };
}
