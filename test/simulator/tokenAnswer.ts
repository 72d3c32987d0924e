import type { JsonObject } from '../../src/core/json.ts';
import type { TokensFault } from './faults.ts';
import { json, type Reply } from './reply.ts';

/** A successful answer of a token endpoint (RFC 6749, 5.1), or what the fault makes of it. */
export function tokenAnswer(tokens: JsonObject, fault: TokensFault | null): Reply {
  const answer = { ...tokens, ...fault?.tokens.set };
  const kept = Object.entries(answer).filter(([name]) => fault?.tokens.omit?.includes(name) !== true);
  return json(200, Object.fromEntries(kept), { 'cache-control': 'no-store' });
}
