import { type Failure, failureOf, MaestroError } from '../failure.ts';
import type { Account, ChatRequest, Credential } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { StreamPart } from '../parts.ts';
import type { Clock, Http } from '../ports.ts';
import { readBody } from '../readBody.ts';
import type { Vendor } from '../vendor.ts';
import { readAnswer } from './answer.ts';
import { maxAttempts, retryDelayMs } from './retry.ts';
import { Seal } from './seal.ts';

/** Most of an error's body that is read, in bytes, and how long it may take (faults ST-56). */
const maxErrorBytes = 65_536;
const errorBodyMs = 5_000;

export interface Credentials {
  /** A credential believed good now, renewed first if it is about to end. */
  current(account: Account, signal: AbortSignal): Promise<Credential>;
  /** The vendor refused this one: makes sure that the next `current` gives another, or throws why it cannot. */
  refused(account: Account, credential: Credential, signal: AbortSignal): Promise<void>;
}

export interface TurnDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly credentials: Credentials;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/**
 * One question to one account: batches of parts, one for each network read, and at the very end a batch that holds the one
 * `end`. Never throws. Before the first content, transient failures are retried and a refused credential is renewed once;
 * after it nothing is sent again (faults 5.2). Leaving the loop, like aborting `signal`, closes the socket.
 */
export async function* runTurn(
  deps: TurnDeps,
  vendor: Vendor,
  account: Account,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    const seal = new Seal();
    let credential: Credential | null = null;
    let failure: Failure;
    try {
      credential = await deps.credentials.current(account, signal);
      yield* exchange(deps, vendor, account, credential, request, seal, signal);
      const end = seal.end();
      if (end.outcome.kind !== 'failed' || seal.hasContent) return yield [end];
      failure = end.outcome.failure;
    } catch (error) {
      if (signal.aborted) return yield [seal.cancel()];
      failure = failureOf(error);
      if (seal.hasContent) return yield [seal.fail(failure)];
    }
    try {
      if (failure.code === 'credential-rejected' && credential !== null && !renewed) {
        renewed = true;
        attempt--;
        yield [{ kind: 'renewing' }];
        await deps.credentials.refused(account, credential, signal);
        continue;
      }
      const waitMs = retryDelayMs(failure, attempt, deps.random());
      if (waitMs === null) return yield [seal.fail(failure)];
      yield [{ kind: 'retrying', attempt: attempt + 1, attempts: maxAttempts, waitMs }];
      await deps.clock.sleep(waitMs, signal);
    } catch (error) {
      return yield [signal.aborted ? seal.cancel() : seal.fail(failureOf(error))];
    }
  }
}

async function* exchange(
  { http, clock }: TurnDeps,
  vendor: Vendor,
  account: Account,
  credential: Credential,
  request: ChatRequest,
  seal: Seal,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  const wire = vendor.encode(request, account, credential);
  const guarded = onlyTo(account.origins, http, (host) => ({ code: 'origin-changed', host }));
  const close = new AbortController();
  const response = await guarded.send(wire, AbortSignal.any([signal, close.signal]));
  if (response.status !== 200) {
    const location = response.header('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      response.discard();
      throw new MaestroError({ code: 'redirected', host: wire.url.host, to: hostOf(location, wire.url) });
    }
    const body = await readErrorBody(response.body, clock, close);
    signal.throwIfAborted();
    throw new MaestroError(
      vendor.explain({ host: wire.url.host, status: response.status, header: (name) => response.header(name), body }),
    );
  }
  yield* readAnswer(response, wire.url.host, vendor, vendor.decoder(), seal);
}

/** The body of an error, or nothing if it cannot be had in time; then its socket is closed with `close`. */
async function readErrorBody(body: AsyncIterable<Uint8Array>, clock: Clock, close: AbortController): Promise<string> {
  const done = new AbortController();
  clock.sleep(errorBodyMs, done.signal).then(
    () => close.abort(),
    () => undefined,
  );
  try {
    return await readBody(body, maxErrorBytes);
  } catch {
    return '';
  } finally {
    done.abort();
  }
}

function hostOf(location: string, base: URL): string {
  return URL.canParse(location, base.href) ? new URL(location, base).host : 'an unreadable address';
}
