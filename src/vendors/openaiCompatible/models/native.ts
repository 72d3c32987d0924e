import { below } from '../../../core/baseUrl.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { Call } from '../../../core/vendor.ts';
import { ask } from '../ask.ts';
import type { Server } from '../server.ts';

/**
 * Asks a server through its own interface, which lies beside `/v1`. `null` if the base URL does not end there, or
 * what comes is not the answer: behind a gateway there may be the common interface only. Throws what the network
 * throws.
 */
export async function askBeside(
  server: Server,
  path: string,
  call: Call,
  post: JsonObject | null = null,
): Promise<Json | null> {
  if (!server.base.pathname.endsWith('/v1')) return null;
  const root = new URL(server.base);
  root.pathname = root.pathname.slice(0, -'v1'.length);
  const { status, json } = await ask(server, below(root, path), call, { post, etag: null });
  return status === 200 && json !== undefined ? json : null;
}
