import { abortable } from '../abortable.ts';
import { type Failure, failureOf, MaestroError } from '../failure.ts';
import type { Callback } from '../ports.ts';
import type { Call } from '../vendor.ts';
import {
  type Authorization,
  beginAuthorization,
  type CallbackResult,
  readCallback,
  type ValidRedirect,
} from './authorize.ts';
import type { BrowserMethod, SignedIn } from './method.ts';
import { readPasted } from './pasted.ts';
import type { Attempt, BrowserAttempt } from './routes.ts';
import type { SignInDeps, SignInRequest } from './signIn.ts';
import { openWayBack, type WayBack } from './wayBack.ts';

/** After so long without the browser coming back, other ways are offered. */
const patienceMs = 15_000;
/** So many codes are tried; of an honest person hardly more than one is refused. */
const mostTries = 5;

/**
 * Signs in through the browser: opens the vendor's page, waits for the one answer that is ours, which the browser brings or
 * the person pastes, and trades its code. Answers with a foreign state are refused and change nothing, and after a code that
 * the vendor refuses another may come, some times. When the browser does not come back, the person is offered to paste, which
 * finishes the same authorization, or one of the `others`, which is then the result. Throws `sign-in-denied`,
 * `sign-in-timeout`, `sign-in-cancelled`, what {@link openWayBack} and what the vendor's part throws; an abort throws
 * `signal.reason`. The port is free again afterwards.
 */
export async function signInByBrowser(
  deps: SignInDeps,
  { vendor, timeoutMs, asksWho }: SignInRequest,
  attempt: BrowserAttempt,
  others: readonly Attempt[],
  call: Call,
): Promise<SignedIn | Attempt> {
  const { clock, ui } = deps;
  const { method } = attempt;
  const ended = new AbortController();
  // Ends timers and questions only: aborting what the listener was given would cut off the page that the browser is about to show.
  const done = new AbortController();
  const signal = AbortSignal.any([call.signal, ended.signal]);
  const wayBack = await openWayBack(deps, attempt, vendor, timeoutMs, signal);
  clock.sleep(timeoutMs, done.signal).then(
    () => ended.abort(new MaestroError({ code: 'sign-in-timeout', minutes: Math.round(timeoutMs / 60_000) })),
    () => undefined,
  );
  try {
    const authorization = await beginAuthorization(wayBack.redirectUri, asksWho && method.asksWho === true);
    const page = await method.authorizeUrl(authorization);
    await wayBack.expect(authorization);
    ui.progress('waiting-for-browser');
    // The answer may come before the opener has returned, so nobody waits for it; if it fails, so does the sign-in.
    const opened = ui.open(page);
    opened.catch((error: unknown) => ended.abort(error));
    const begun = { authorization, wayBack, opened };
    return await redeemed(deps, attempt, others, begun, call, AbortSignal.any([signal, done.signal]));
  } finally {
    wayBack.close();
    done.abort();
  }
}

/** What comes of the first code that the vendor takes, or the other way that the person chooses before there is one. */
async function redeemed(
  deps: SignInDeps,
  attempt: BrowserAttempt,
  others: readonly Attempt[],
  begun: Begun,
  call: Call,
  signal: AbortSignal,
): Promise<SignedIn | Attempt> {
  const { method } = attempt;
  let refusal: Failure | null = null;
  let arriving = waitForBrowser(begun.wayBack, method, begun.authorization);
  for (let tries = 1; ; tries++) {
    const answered = new AbortController();
    const asking = AbortSignal.any([signal, answered.signal]);
    const helped = waitForPerson(deps, attempt, others, begun, refusal, asking);
    const outcome = await abortable(Promise.race([arriving, helped]), signal);
    answered.abort();
    if ('route' in outcome) return outcome;
    deps.ui.progress('finishing');
    try {
      return await method.redeem(outcome, call);
    } catch (error) {
      refusal = failureOf(error);
      if (refusal.code !== 'code-refused' || tries === mostTries) throw error;
    }
    // Whoever waits already gets the browser's next answer.
    if (outcome === (await Promise.race([arriving, null]))) {
      arriving = waitForBrowser(begun.wayBack, method, begun.authorization);
    }
  }
}

async function waitForBrowser(
  wayBack: WayBack,
  method: BrowserMethod,
  authorization: Authorization,
): Promise<ValidRedirect> {
  for (;;) {
    const redirect = judge(authorization, method, await wayBack.next());
    if (redirect !== null) return redirect;
  }
}

interface Begun {
  readonly authorization: Authorization;
  readonly wayBack: WayBack;
  readonly opened: Promise<boolean>;
}

/**
 * The answer that the person pastes, or the other way that they choose. Where the browser may still come back by itself, they
 * are not asked at once, unless a code was refused, and who pastes nothing is offered all of it again after a while.
 */
async function waitForPerson(
  { clock, ui }: SignInDeps,
  { route, method }: BrowserAttempt,
  others: readonly Attempt[],
  { authorization, wayBack, opened }: Begun,
  refusal: Failure | null,
  signal: AbortSignal,
): Promise<ValidRedirect | Attempt> {
  const never = new Promise<never>(() => undefined);
  const what = method.redirect.kind === 'page' ? 'code' : 'address';
  const read = (text: string): CallbackResult => {
    const query = readPasted(text, authorization.redirectUri);
    return query === null ? { kind: 'not-ours' } : readCallback(authorization, method.issuer, query);
  };
  try {
    if (route !== 'paste') await opened;
    for (let waitMs = wayBack.isOpen && refusal === null ? patienceMs : 0; ; waitMs = patienceMs) {
      if (route !== 'paste') {
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        const chosen = await ui.offer(['paste', ...routesOf(others)], waitMs === 0 ? refusal : null, signal);
        const other = others.find((one) => one.route === chosen);
        if (other !== undefined && chosen !== 'paste') return other;
      }
      const text = await ui.paste(what, refusal, (candidate) => read(candidate).kind !== 'not-ours', signal);
      if (signal.aborted) return await never;
      if (text === null && route === 'paste') throw new MaestroError({ code: 'sign-in-cancelled' });
      if (text === null) continue;
      const result = read(text);
      if (result.kind === 'ok') return result.redirect;
      if (result.kind === 'denied') throw new MaestroError(method.denied(result.error, result.description));
    }
  } catch (error) {
    if (signal.aborted) return await never;
    throw error;
  }
}

function routesOf(others: readonly Attempt[]): readonly Attempt['route'][] {
  return others.map(({ route }) => route).filter((route) => route !== 'paste');
}

function judge(authorization: Authorization, method: BrowserMethod, callback: Callback): ValidRedirect | null {
  const result = readCallback(authorization, method.issuer, callback.query);
  switch (result.kind) {
    case 'not-ours':
      callback.answer('refused');
      return null;
    case 'denied':
      callback.answer('denied');
      throw new MaestroError(method.denied(result.error, result.description));
    case 'ok':
      callback.answer('taken');
      return result.redirect;
    default:
      return result satisfies never;
  }
}
