import { MaestroError } from '../failure.ts';
import type { Callback, Clock, Http, Redirects } from '../ports.ts';
import type { SignedIn, SignInMethod } from '../vendor.ts';
import { type Authorization, beginAuthorization, readCallback, type ValidRedirect } from './authorize.ts';

/** What a sign-in needs of its surroundings. */
export interface SignInDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly redirects: Redirects;
  /** Shows the vendor's page. False when the user closed the question instead; the sign-in goes on waiting all the same. */
  open(authorizeUrl: URL, redirectUri: string): Promise<boolean>;
  progress(stage: SignInStage): void;
}

export type SignInStage = 'waiting-for-browser' | 'finishing';

/**
 * Signs in through the browser: listens, opens the vendor's page, waits for the one redirect that is ours, and trades its
 * code. Redirects with a foreign state are refused and change nothing. Throws `sign-in-denied`, `sign-in-timeout`,
 * `ports-busy` and what the vendor's part throws; an abort throws `signal.reason`. The port is free again afterwards.
 */
export async function signIn(
  deps: SignInDeps,
  method: SignInMethod,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<SignedIn> {
  const redirect = await waitForRedirect(deps, method, timeoutMs, signal);
  deps.progress('finishing');
  return method.redeem(redirect, { http: deps.http, clock: deps.clock, signal });
}

async function waitForRedirect(
  deps: SignInDeps,
  method: SignInMethod,
  timeoutMs: number,
  outer: AbortSignal,
): Promise<ValidRedirect> {
  const ended = new AbortController();
  // Ends the timer only: aborting what the listener was given would cut off the page that the browser is about to show.
  const done = new AbortController();
  const listening = await deps.redirects.listen(method.redirect, AbortSignal.any([outer, ended.signal]));
  deps.clock.sleep(timeoutMs, done.signal).then(
    () => ended.abort(new MaestroError({ code: 'sign-in-timeout', minutes: Math.round(timeoutMs / 60_000) })),
    () => undefined,
  );
  try {
    const authorization = await beginAuthorization(listening.redirectUri);
    deps.progress('waiting-for-browser');
    // The answer may come before the opener has returned, so nobody waits for it; if it fails, so does the sign-in.
    deps.open(method.authorizeUrl(authorization), listening.redirectUri).catch((error: unknown) => ended.abort(error));
    for (;;) {
      const redirect = judge(authorization, method, await listening.next());
      if (redirect !== null) return redirect;
    }
  } finally {
    listening.close();
    done.abort();
  }
}

function judge(authorization: Authorization, method: SignInMethod, callback: Callback): ValidRedirect | null {
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
