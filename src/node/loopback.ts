import { MaestroError } from '../core/failure.ts';
import type { Listening, LoopbackRedirect, Redirects } from '../core/ports.ts';
import { bindFirstFree } from './bindPort.ts';
import { CallbackDesk } from './callbackDesk.ts';
import { type CallbackWords, callbackEnglish } from './callbackPage.ts';
import { type CallbackServerLimits, callbackServer } from './callbackServer.ts';
import { Connections } from './connections.ts';

export interface LoopbackLimits extends CallbackServerLimits {
  /** How many connections may be open at once, over all address families. */
  readonly connections: number;
  /** How long after `close` the browser may still fetch the page that it was sent to. */
  readonly pageMs: number;
}

const defaults: LoopbackLimits = {
  requestMs: 4000,
  checkMs: 500,
  headerBytes: 16 * 1024,
  connections: 64,
  pageMs: 1000,
};

/**
 * Receives OAuth redirects over HTTP on this machine (RFC 8252 section 7.3), only on loopback addresses and only while
 * a sign-in waits. It checks who may speak to it; whether a callback belongs to the sign-in (`state`) is for the caller
 * to check. `words` are what the browser shows after it. `listen` throws `ports-busy`, or `signal.reason` when aborted.
 */
export function loopbackRedirects(limits: Partial<LoopbackLimits> = {}, words = callbackEnglish): Redirects {
  return { listen: (where, signal) => listen(where, signal, { ...defaults, ...limits }, words) };
}

async function listen(
  where: LoopbackRedirect,
  signal: AbortSignal,
  limits: LoopbackLimits,
  words: CallbackWords,
): Promise<Listening> {
  signal.throwIfAborted();
  const desk = new CallbackDesk(where.path, words);
  const connections = new Connections(limits.connections);
  const bound = await bindFirstFree(where, () =>
    callbackServer(limits, connections, words, (request, response) => desk.receive(request, response)),
  );
  if (bound === null) throw new MaestroError({ code: 'ports-busy', ports: where.ports });

  let deadline: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(deadline);
    signal.removeEventListener('abort', abort);
    for (const server of bound.servers) server.close();
    connections.finishAll();
  };
  const abort = (): void => {
    desk.close(signal.reason, finish);
    finish();
  };
  const close = (): void => {
    if (desk.closed) return;
    deadline = setTimeout(finish, limits.pageMs).unref();
    desk.close(new MaestroError({ code: 'internal', detail: 'listener closed' }), finish);
  };

  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) {
    abort();
    throw signal.reason;
  }
  return { redirectUri: `http://${where.host}:${bound.port}${where.path}`, next: () => desk.next(), close };
}
