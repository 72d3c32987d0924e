import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type CallbackWords, callbackHeaders, callbackPage } from './callbackPage.ts';
import type { Connections } from './connections.ts';

export interface CallbackServerLimits {
  /** A connection that has not sent a whole request after this time is closed. */
  readonly requestMs: number;
  /** How often that is checked; the two together are the longest life of a silent connection. */
  readonly checkMs: number;
  readonly headerBytes: number;
}

/**
 * An HTTP server, not yet listening, that is strict in what it parses and never throws at what a stranger sends:
 * unreadable requests get 400 or 431, slow ones, CONNECT (by Node itself) and Upgrade are cut without a word.
 */
export function callbackServer(
  limits: CallbackServerLimits,
  connections: Connections,
  words: CallbackWords,
  receive: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer({
    insecureHTTPParser: false,
    // Node would answer a missing Host itself, without our headers.
    requireHostHeader: false,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
  });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    connections.heard(request.socket);
    receive(request, response);
  };
  return server
    .on('connection', (socket) => connections.add(socket))
    .on('request', handle)
    .on('checkContinue', handle)
    .on('checkExpectation', handle)
    .on('upgrade', (_request, socket) => socket.on('error', ignore).destroy())
    .on('clientError', (error, socket) => answerUnreadable(error, socket, words))
    .on('error', ignore);
}

function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex, words: CallbackWords): void {
  // A spare connection that a browser opened early must not find an unasked answer on it, so a slow one is only cut.
  if (!socket.writable || error.code === 'ERR_HTTP_REQUEST_TIMEOUT' || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = callbackPage('nothing', words);
  const headers = Object.entries(callbackHeaders(body)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n${body}`, () => socket.destroy());
}

/** An error event without a listener would end the process: VS Code's extension host with all its extensions. */
function ignore(): void {}
