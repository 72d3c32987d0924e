import { abortable } from '../abortable.ts';
import { MaestroError } from '../failure.ts';
import type { Callback, Listening } from '../ports.ts';
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
import type { SignInDeps } from './signIn.ts';

/** After so long without the browser coming back, the person may paste the address that it ended at. */
const pasteAfterMs = 15_000;

/**
 * Signs in through the browser: opens the vendor's page, waits for the one answer that is ours, which the browser brings or
 * the person pastes, and trades its code. Answers with a foreign state are refused and change nothing. Throws
 * `sign-in-denied`, `sign-in-timeout`, `sign-in-cancelled`, `ports-busy` and what the vendor's part throws; an abort throws
 * `signal.reason`. The port is free again afterwards.
 */
export async function signInByBrowser(
  deps: SignInDeps,
  method: BrowserMethod,
  call: Call,
  timeoutMs: number,
): Promise<SignedIn> {
  const redirect = await waitForRedirect(deps, method, call.signal, timeoutMs);
  deps.ui.progress('finishing');
  return method.redeem(redirect, call);
}

async function waitForRedirect(
  deps: SignInDeps,
  method: BrowserMethod,
  outer: AbortSignal,
  timeoutMs: number,
): Promise<ValidRedirect> {
  const { clock, ui } = deps;
  const ended = new AbortController();
  // Ends timers and questions only: aborting what the listener was given would cut off the page that the browser is about to show.
  const done = new AbortController();
  const signal = AbortSignal.any([outer, ended.signal]);
  const { redirect } = method;
  const listening = redirect.kind === 'loopback' ? await deps.redirects.listen(redirect, signal) : null;
  clock.sleep(timeoutMs, done.signal).then(
    () => ended.abort(new MaestroError({ code: 'sign-in-timeout', minutes: Math.round(timeoutMs / 60_000) })),
    () => undefined,
  );
  try {
    const redirectUri = redirect.kind === 'page' ? redirect.redirectUri : (listening?.redirectUri ?? '');
    const authorization = await beginAuthorization(redirectUri);
    const page = await method.authorizeUrl(authorization);
    ui.progress('waiting-for-browser');
    // The answer may come before the opener has returned, so nobody waits for it; if it fails, so does the sign-in.
    ui.open(page, listening === null ? null : redirectUri).catch((error: unknown) => ended.abort(error));
    const asking = AbortSignal.any([signal, done.signal]);
    const pasted = waitForPaste(deps, method, authorization, listening === null ? 0 : pasteAfterMs, asking);
    return await (listening === null
      ? abortable(pasted, signal)
      : Promise.race([waitForBrowser(listening, method, authorization), pasted]));
  } finally {
    listening?.close();
    done.abort();
  }
}

async function waitForBrowser(
  listening: Listening,
  method: BrowserMethod,
  authorization: Authorization,
): Promise<ValidRedirect> {
  for (;;) {
    const redirect = judge(authorization, method, await listening.next());
    if (redirect !== null) return redirect;
  }
}

/**
 * The answer that the person pastes. Where the browser may still come back by itself, closing the question is no refusal
 * and nothing more is asked.
 */
async function waitForPaste(
  { clock, ui }: SignInDeps,
  method: BrowserMethod,
  authorization: Authorization,
  afterMs: number,
  signal: AbortSignal,
): Promise<ValidRedirect> {
  const never = new Promise<never>(() => undefined);
  try {
    if (afterMs > 0) await clock.sleep(afterMs, signal);
    const read = (text: string): CallbackResult => {
      const query = readPasted(text);
      return query === null ? { kind: 'not-ours' } : readCallback(authorization, method.issuer, query);
    };
    const what = method.redirect.kind === 'page' ? 'code' : 'address';
    const text = await ui.paste(what, (candidate) => read(candidate).kind !== 'not-ours', signal);
    if (signal.aborted || (text === null && afterMs > 0)) return await never;
    const result: CallbackResult = text === null ? { kind: 'not-ours' } : read(text);
    if (result.kind === 'ok') return result.redirect;
    throw new MaestroError(
      result.kind === 'denied' ? method.denied(result.error, result.description) : { code: 'sign-in-cancelled' },
    );
  } catch (error) {
    if (signal.aborted) return await never;
    throw error;
  }
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
