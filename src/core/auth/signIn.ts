import type { Failure } from '../failure.ts';
import { MaestroError } from '../failure.ts';
import type { NonEmpty } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Clock, Http, Redirects } from '../ports.ts';
import { SentSecrets } from '../redact.ts';
import type { Call } from '../vendor.ts';
import { signInByBrowser } from './browser.ts';
import { signInByDevice } from './device.ts';
import type { DeviceCode, Field, FormValues, SignedIn, SignInMethod } from './method.ts';

export type SignInStage = 'waiting-for-browser' | 'finishing';

/** How a sign-in speaks with the person. What the person closes or declines is `null` or false. */
export interface SignInUi {
  /** Shows the vendor's page. `redirectUri` is where it will lead back to on this machine, `null` if nowhere. */
  open(page: URL, redirectUri: string | null): Promise<boolean>;
  progress(stage: SignInStage): void;
  /** Asks for the code that the vendor's page shows, or for the address at which the browser ended. Returns only what is accepted. */
  paste(what: 'code' | 'address', accepts: (text: string) => boolean, signal: AbortSignal): Promise<string | null>;
  /** Shows the code and the page to type it on, until `signal` aborts. */
  showCode(code: Pick<DeviceCode, 'userCode' | 'page'>, signal: AbortSignal): void;
  fill(fields: NonEmpty<Field>, signal: AbortSignal): Promise<FormValues | null>;
  /** Whether to do what the sentence says. */
  confirm(what: string, signal: AbortSignal): Promise<boolean>;
}

/** What a sign-in needs of its surroundings. */
export interface SignInDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly redirects: Redirects;
  readonly ui: SignInUi;
}

/**
 * Signs in by one method, whatever its kind. Secrets go to the method's own origins only. Throws `sign-in-cancelled` when the
 * person closed what was asked, what the kinds' own functions throw, and `signal.reason` when aborted; no error quotes a
 * secret.
 */
export async function signIn(
  deps: SignInDeps,
  method: SignInMethod,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<SignedIn> {
  const sent = new SentSecrets();
  try {
    const signedIn = await signInBy({ ...deps, http: sent.noting(deps.http) }, method, timeoutMs, signal);
    return signedIn.notice === null ? signedIn : { ...signedIn, notice: sent.redact(signedIn.notice) };
  } catch (error) {
    throw sent.redactError(error);
  }
}

async function signInBy(
  deps: SignInDeps,
  method: SignInMethod,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<SignedIn> {
  switch (method.kind) {
    case 'browser':
      return signInByBrowser(deps, method, callTo(deps, method.origins, signal), timeoutMs);
    case 'device':
      return signInByDevice(deps, method, callTo(deps, method.origins, signal));
    case 'form': {
      const values = await deps.ui.fill(method.fields, signal);
      if (values === null) throw cancelled();
      deps.ui.progress('finishing');
      return method.submit(values, callTo(deps, method.origins(values), signal));
    }
    case 'import': {
      const found = await method.find();
      if (!(await deps.ui.confirm(found.what, signal))) throw cancelled();
      if (found.kind === 'sign-in') return signInBy(deps, found.method, timeoutMs, signal);
      deps.ui.progress('finishing');
      return found.take(callTo(deps, found.origins, signal));
    }
    default:
      return method satisfies never;
  }
}

function callTo({ http, clock }: SignInDeps, origins: NonEmpty<string>, signal: AbortSignal): Call {
  const refusal = (host: string): Failure => ({ code: 'forbidden-origin', host });
  return { http: onlyTo(origins, http, refusal), clock, signal };
}

function cancelled(): MaestroError {
  return new MaestroError({ code: 'sign-in-cancelled' });
}
