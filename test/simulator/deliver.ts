import type { ServerResponse } from 'node:http';
import { BodyWriter } from './bodyWriter.ts';
import type { AnswerFault, Cut, StreamFault } from './faults.ts';
import { recordedFrames } from './recording.ts';
import type { Reply } from './reply.ts';
import { waitFor } from './wait.ts';

/** One answer on its way to one client. */
export interface Delivery {
  readonly response: ServerResponse;
  /** Aborted when the socket is closed, by whichever side. */
  readonly gone: AbortSignal;
  /** Told when the headers were sent. */
  readonly onStatus: (status: number) => void;
  /** Told after each event of a stream. */
  readonly onEvent: (count: number) => void;
  /** Told just before the simulator breaks the connection itself. */
  readonly onBreak: () => void;
}

type Whole = Extract<Reply, { readonly kind: 'whole' }>;
type Streamed = Extract<Reply, { readonly kind: 'stream' }>;

type Lateness = Pick<AnswerFault, 'delayBodyMs' | 'hang'>;

export async function deliverWhole(reply: Whole, { delayBodyMs = 0, hang = false }: Lateness, delivery: Delivery) {
  const { response, gone } = delivery;
  const length = hang ? {} : { 'content-length': String(reply.body.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  delivery.onStatus(reply.status);
  if (delayBodyMs > 0 || hang) response.flushHeaders();
  await waitFor(delayBodyMs, gone);
  if (gone.aborted) return;
  if (!hang) return void response.end(reply.body);
  response.write(reply.body);
  await closed(gone);
}

/** Streams the frames, or a recording in their place, and does to them what the fault says. */
export async function deliverStream(reply: Streamed, fault: StreamFault, delivery: Delivery): Promise<void> {
  const { response, gone } = delivery;
  await waitFor(fault.delayHeadersMs ?? 0, gone);
  if (gone.aborted) return;
  const coding = fault.encoding === undefined ? {} : { 'content-encoding': fault.encoding };
  response.writeHead(200, { ...reply.headers, ...coding, ...fault.headers });
  response.flushHeaders();
  delivery.onStatus(200);
  await waitFor(fault.delayBodyMs ?? 0, gone);
  const writer = new BodyWriter(response, fault);
  const cut = fault.cut ?? truncation(fault);
  let isCut = false;
  let sent = 0;
  for (const frame of fault.replay === undefined ? reply.frames : recordedFrames(fault.replay)) {
    if (cut !== null && sent === cut.afterEvents) {
      isCut = true;
      if ((await perform(cut, writer, delivery)) === 'over') return;
    }
    await waitFor(frame.pauseMs, gone);
    if (gone.aborted) return;
    await writer.write(frame.bytes);
    sent += 1;
    delivery.onEvent(sent);
  }
  if (cut !== null && !isCut && (await perform(cut, writer, delivery)) === 'over') return;
  if (fault.keepOpen === true) await closed(gone);
  else await writer.end();
}

/** Breaks the connection with a TCP reset. */
export function resetSocket({ response, onBreak }: Pick<Delivery, 'response' | 'onBreak'>): void {
  onBreak();
  response.socket?.resetAndDestroy();
}

function truncation({ truncateAfterEvents }: StreamFault): Cut | null {
  return truncateAfterEvents === undefined ? null : { afterEvents: truncateAfterEvents, next: 'end' };
}

async function perform(cut: Cut, writer: BodyWriter, delivery: Delivery): Promise<'over' | 'goes-on'> {
  if (cut.send !== undefined) await writer.write(Buffer.from(cut.send));
  switch (cut.next) {
    case 'go-on':
      return 'goes-on';
    case 'end':
      await writer.end();
      return 'over';
    case 'fin':
      delivery.onBreak();
      delivery.response.socket?.end();
      return 'over';
    case 'reset':
      resetSocket(delivery);
      return 'over';
    case 'hang':
      await closed(delivery.gone);
      return 'over';
    default:
      return cut.next satisfies never;
  }
}

function closed(gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => gone.addEventListener('abort', () => resolve(), { once: true }));
}
