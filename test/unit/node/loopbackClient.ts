import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that speaks to the loopback listener byte by byte, as a hostile one can. */
export interface Answer {
  readonly status: number;
  /** Values by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** An open connection to the port, which has sent nothing yet. */
export async function open(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host });
  await once(socket, 'connect');
  return socket.on('error', () => undefined).resume();
}

/** Sends the bytes on a connection of their own; the answer is all that came back until the connection was gone. */
export async function exchange(port: number, bytes: string, host = '127.0.0.1'): Promise<string> {
  const socket = await open(port, host);
  return received(socket, bytes);
}

/** What comes back on this connection after these bytes, until it is gone. */
export async function received(socket: Socket, bytes: string): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  const closed = once(socket, 'close');
  socket.write(bytes, 'latin1');
  await closed;
  return text;
}

/** A GET request as text, with the right Host. More header lines may follow. */
export function getText(port: number, target: string, ...lines: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, `Host: localhost:${port}`, ...lines, '', ''].join('\r\n');
}

export async function get(port: number, target: string, ...lines: readonly string[]): Promise<Answer> {
  return readAnswer(await exchange(port, getText(port, target, ...lines)));
}

/** Whether nobody takes connections at this address and port. */
export async function refusesConnections(port: number, host = '127.0.0.1'): Promise<boolean> {
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

export function readAnswer(text: string): Answer {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(first.split(' ')[1]), headers: new Map(headers), body: body.join('\r\n\r\n') };
}
