import { once } from 'node:events';
import type { Server } from 'node:http';
import type { LoopbackRedirect } from '../core/ports.ts';

export interface Bound {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on the first of the ports that is ours alone in every address family which the host name stands for: a
 * browser tries ::1 first for `localhost`, so another process there would receive the code. Port 0 means any free port.
 * Returns `null` when there is none; what was bound on the way is released before the next port is tried.
 */
export async function bindFirstFree(where: LoopbackRedirect, makeServer: () => Server): Promise<Bound | null> {
  for (const port of where.ports) {
    const bound = await bindPort(where.host, port, makeServer);
    if (bound !== null) return bound;
  }
  return null;
}

async function bindPort(
  host: LoopbackRedirect['host'],
  wanted: number,
  makeServer: () => Server,
): Promise<Bound | null> {
  const first = makeServer();
  if ((await bindError(first, '127.0.0.1', wanted)) !== null) return null;
  const port = portOf(first);
  if (host === '127.0.0.1') return { port, servers: [first] };
  const second = makeServer();
  const error = await bindError(second, '::1', port);
  if (error === null) return { port, servers: [first, second] };
  if (error === 'EADDRNOTAVAIL' || error === 'EAFNOSUPPORT') return { port, servers: [first] };
  first.close();
  first.closeAllConnections();
  return null;
}

/** Tries to listen; returns the error's code, or `null` when the server listens. */
async function bindError(server: Server, host: '127.0.0.1' | '::1', port: number): Promise<string | null> {
  try {
    server.listen({ host, port, exclusive: true, ipv6Only: true });
    await once(server, 'listening');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
