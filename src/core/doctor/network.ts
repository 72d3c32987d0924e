import { failureOf } from '../failure.ts';
import type { Clock, Http } from '../ports.ts';
import { timeLimit } from '../timeLimit.ts';
import { causeOf } from './cause.ts';
import { clockFinding, type Reading } from './clock.ts';
import { type Finding, failing, fine } from './finding.ts';

/**
 * So long one host may take, in ms: longer than one network waits for a connection, so that the other is tried as well, and less
 * than the whole check, so that a silent host hides no other.
 */
export const hostLimitMs = 14_000;

export interface NetworkDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly userAgent: string;
}

/**
 * Whether these origins can be reached, one finding each, and what the clocks of those that answer over TLS say of ours. Each
 * is asked for `/` without any credential; whatever it answers is good, and is not read.
 */
export async function networkFindings(
  origins: readonly string[],
  deps: NetworkDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (origins.length === 0) return [fine('Hosts', 'There is no account yet, so there is no host to ask.')];
  const asked = await Promise.all(origins.map((origin) => ask(new URL(origin), deps, signal)));
  const readings = asked.flatMap(({ reading }) => (reading === null ? [] : [reading]));
  return [...asked.map(({ finding }) => finding), clockFinding(readings)];
}

interface Asked {
  readonly finding: Finding;
  /** What the host's clock said, where it said so over TLS. */
  readonly reading: Reading | null;
}

async function ask(url: URL, { http, clock, userAgent }: NetworkDeps, signal: AbortSignal): Promise<Asked> {
  const limit = timeLimit(clock, hostLimitMs);
  const either = AbortSignal.any([signal, limit.signal]);
  const askedAt = clock.now();
  try {
    const headers = [['user-agent', userAgent]] as const;
    const answer = await http.send({ method: 'GET', url, headers, body: null }, either);
    answer.discard();
    const answeredAt = clock.now();
    const isEncrypted = url.protocol === 'https:';
    const date = Date.parse(answer.header('date') ?? '');
    // What a cache has kept tells an old time (RFC 9111 section 5.1).
    const isTold = isEncrypted && !Number.isNaN(date) && answer.header('age') === null;
    const by = answer.network === 'vscode' ? ', by VS Code’s network' : '';
    const how = isEncrypted ? `over TLS${by}` : 'without TLS, which is for this computer and near ones only';
    return {
      finding: fine(url.host, `It answers ${how}, in ${answeredAt - askedAt} ms (status ${answer.status}).`),
      reading: isTold ? { host: url.host, date, askedAt, answeredAt } : null,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { finding: unreached(url.host, error), reading: null };
  } finally {
    limit.end();
  }
}

function unreached(host: string, error: unknown): Finding {
  const { why, wayOut } = causeOf(failureOf(error));
  return failing(host, `It cannot be asked: ${why}.`, wayOut);
}
