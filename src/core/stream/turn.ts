import { errorAnswer } from '../errorAnswer.ts';
import { type Failure, failureOf, MaestroError } from '../failure.ts';
import type { Account, ChatRequest, Credential } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { StreamPart } from '../parts.ts';
import type { Clock, Http, Log } from '../ports.ts';
import { readBody } from '../readBody.ts';
import { SentSecrets } from '../redact.ts';
import { redirection } from '../redirection.ts';
import { timeLimit } from '../timeLimit.ts';
import type { Vendor } from '../vendor.ts';
import { readAnswer } from './answer.ts';
import { outlivingSleep } from './outlivingSleep.ts';
import { withoutReplay } from './replay.ts';
import { maxAttempts, retryDelayMs } from './retry.ts';
import { Seal } from './seal.ts';

/** Most of an error's body that is read, in bytes, and how long it may take (faults ST-56). */
const maxErrorBytes = 65_536;
const errorBodyMs = 5_000;

/** What a model that does not stream is given to think and to write, in ms: it is silent until its answer is whole. */
const wholeAnswerMs = 600_000;
/** Longest answer in ms, however much of it still comes (faults ST-19). */
const longestAnswerMs = 3_600_000;
const tooLong: Failure = { code: 'too-much', detail: 'it took longer than an hour' };

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
  readonly log: Log;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/**
 * One question to one account: batches of parts, one for each network read, and at the very end a batch that holds the one
 * `end`. Never throws, and quotes no secret. Before the first content, transient failures are retried and a refused credential is renewed once;
 * after it nothing is sent again (faults 5.2), and an answer ends after an hour. What a vendor does not take back of its own, it is not sent a second time. Leaving the loop, like aborting `signal`, closes the socket.
 */
export async function* runTurn(
  deps: TurnDeps,
  vendor: Vendor,
  account: Account,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  const over = new AbortController();
  try {
    const http = outlivingSleep(deps.http, deps.clock, over.signal);
    yield* attempts({ ...deps, http }, vendor, account, request, signal);
  } finally {
    over.abort();
  }
}

async function* attempts(
  deps: TurnDeps,
  vendor: Vendor,
  account: Account,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  let renewed = false;
  let asked = request;
  const sent = new SentSecrets();
  const noted = { ...deps, http: sent.noting(deps.http) };
  for (let attempt = 1; ; attempt++) {
    const seal = new Seal((failed) => sent.redact(failed));
    const limit = timeLimit(deps.clock, longestAnswerMs, tooLong);
    let credential: Credential | null = null;
    let failure: Failure;
    try {
      credential = await deps.credentials.current(account, signal);
      yield* exchange(noted, vendor, account, credential, asked, seal, AbortSignal.any([signal, limit.signal]));
      const end = seal.end();
      if (end.outcome.kind !== 'failed') return yield [end];
      failure = end.outcome.failure;
      if (seal.hasContent) {
        if (failure.code === 'credential-rejected') renewLater(deps, account, credential);
        return yield [end];
      }
    } catch (error) {
      if (signal.aborted) return yield [seal.cancel()];
      failure = failureOf(error);
      if (seal.hasContent) return yield [seal.fail(failure)];
    } finally {
      limit.end();
      noteOddities(deps, account, asked, seal);
    }
    try {
      if (failure.code === 'credential-rejected' && credential !== null && !renewed) {
        renewed = true;
        attempt--;
        yield [{ kind: 'renewing' }];
        await deps.credentials.refused(account, credential, signal);
        continue;
      }
      if (failure.code === 'replay-refused' && asked === request) {
        asked = withoutReplay(request);
        attempt--;
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

/** What the vendor refused in the middle of an answer is renewed for the next question; nobody waits for it (faults ST-45). */
function renewLater({ credentials }: TurnDeps, account: Account, credential: Credential): void {
  credentials.refused(account, credential, new AbortController().signal).catch(() => undefined);
}

/** Says in the log how many of an answer's events were odd, and nothing of what was in them (faults ST-20, ST-58, ST-59). */
function noteOddities({ log }: TurnDeps, account: Account, { model }: ChatRequest, { oddities }: Seal): void {
  if (oddities.size === 0) return;
  log.warn('odd events in an answer', { account: account.id, model: model.id, ...Object.fromEntries(oddities) });
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
  const wire = await vendor.wire();
  const encoded = wire.encode(request, account, credential);
  const sent = request.model.can.streaming ? encoded : { patienceMs: wholeAnswerMs, ...encoded };
  const guarded = onlyTo(account.origins, http, (host) => ({ code: 'origin-changed', host }));
  const close = new AbortController();
  const response = await guarded.send(sent, AbortSignal.any([signal, close.signal]));
  if (response.status === 204) return response.discard();
  if (response.status !== 200) {
    const elsewhere = redirection(sent.url, response);
    if (elsewhere !== null) throw new MaestroError(elsewhere);
    const body = await readErrorBody(response.body, clock, close);
    signal.throwIfAborted();
    throw new MaestroError(wire.explain(errorAnswer(sent.url.host, response, body)));
  }
  const limits = wire.limits((name) => response.header(name));
  if (limits.length > 0) yield [{ kind: 'limits', limits }];
  const issuer = { vendor: account.vendor, account: account.id, model: request.model.id };
  yield* readAnswer(response, sent.url.host, wire, issuer, seal, { clock, close });
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
