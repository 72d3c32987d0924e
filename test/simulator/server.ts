import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Control, controlPrefix, serveControl } from './control.ts';
import { type Delivery, deliverStream, deliverWhole, resetSocket } from './deliver.ts';
import type { AnswerFault } from './faults.ts';
import { type HostName, toHostPath } from './hosts.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { HeaderPairs, Received } from './received.ts';
import { plain, type Reply, whole } from './reply.ts';
import type { Script } from './script.ts';
import type { Serve } from './vendor.ts';
import { waitFor } from './wait.ts';

const maxBodyBytes = 32 * 1024 * 1024;

/** What requests are answered with. */
export interface Serving {
  readonly hosts: Readonly<Record<HostName, Serve>>;
  readonly script: Script;
  readonly journal: Journal;
  readonly control: Control;
}

/** Serves one request: to the control surface, or to the host that its path names, with the fault scripted for it. */
export async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { journal, control } = serving;
  const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
  const headers = pairs(request.rawHeaders);
  const gone = goneSignal(response);
  const method = request.method ?? '';
  const time = Date.now();
  const body = await readText(request);
  if (url?.pathname.startsWith(controlPrefix) === true) {
    const path = url.pathname.slice(controlPrefix.length);
    const reply = body === null ? tooLarge() : await serveControl({ method, path, headers, body }, control);
    return send(reply, { ...silent, response, gone });
  }
  const target = url === null ? null : toHostPath(url.pathname);
  const entry = journal.add({
    method,
    host: target?.host ?? null,
    path: target?.path ?? url?.pathname ?? request.url ?? '',
    query: url?.search ?? '',
    rawHeaders: headers,
    body: body ?? '',
    time,
    answeredStatus: null,
    sentEvents: 0,
    closedByClientMs: null,
  });
  const delivery = record(response, gone, journal, entry);
  if (body === null) return send(tooLarge(), delivery);
  if (url === null || target === null) return send(plain(404, 'No such host in the simulator.\n'), delivery);
  await answer({ method, ...target, query: url.searchParams, headers, body }, serving, delivery);
}

async function answer(request: Received, { hosts, script }: Serving, delivery: Delivery): Promise<void> {
  const { gone } = delivery;
  const fault = script.take('answer', request);
  await waitFor(fault?.delayHeadersMs ?? 0, gone);
  if (gone.aborted) return;
  if (fault?.reset === true) return resetSocket(delivery);
  const reply = faultReply(fault) ?? (await hosts[request.host](request, gone));
  if (gone.aborted) return;
  if (reply.kind === 'whole') return deliverWhole(reply, fault ?? {}, delivery);
  const late = fault?.delayBodyMs === undefined ? {} : { delayBodyMs: fault.delayBodyMs };
  await deliverStream(reply, { ...late, ...script.take('stream', request) }, delivery);
}

function faultReply(fault: AnswerFault | null): Reply | null {
  if (fault?.status === undefined) return null;
  const { status, headers = {}, body = '' } = fault;
  if (typeof body === 'string') return whole(status, headers, body);
  return whole(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
}

async function send(reply: Reply, delivery: Delivery): Promise<void> {
  if (reply.kind === 'whole') await deliverWhole(reply, {}, delivery);
}

const silent = { onStatus: () => {}, onEvent: () => {}, onBreak: () => {} };

function record(response: ServerResponse, gone: AbortSignal, journal: Journal, entry: JournalEntry): Delivery {
  let isBrokenByUs = false;
  const onGone = (): void => {
    if (response.writableFinished || isBrokenByUs) return;
    journal.update(entry, { closedByClientMs: Date.now() - entry.time });
  };
  if (gone.aborted) onGone();
  else gone.addEventListener('abort', onGone);
  return {
    response,
    gone,
    onStatus: (answeredStatus) => journal.update(entry, { answeredStatus }),
    onEvent: (sentEvents) => journal.update(entry, { sentEvents }),
    onBreak: () => {
      isBrokenByUs = true;
    },
  };
}

function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

function pairs(raw: readonly string[]): HeaderPairs {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

/** The body as text, `null` if it is larger than any vendor takes. Of a client that leaves early, what has arrived. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(part)) continue;
      bytes += part.length;
      if (bytes > maxBodyBytes) return null;
      parts.push(part);
    }
  } catch {
    // The signal of the response tells that the client is gone.
  }
  return Buffer.concat(parts).toString('utf8');
}

function tooLarge(): Reply {
  return whole(413, { 'content-type': 'text/plain', connection: 'close' }, 'Payload Too Large');
}
