import { type Failure, failureOf, MaestroError } from '../failure.ts';
import type { NonEmpty, VendorId } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Clock, Http, Redirects, Whereabouts } from '../ports.ts';
import { SentSecrets } from '../redact.ts';
import type { Sentence } from '../sentence.ts';
import type { Call } from '../vendor.ts';
import { signInByBrowser } from './browser.ts';
import { signInByDevice } from './device.ts';
import type { BrowserMethod, DeviceCode, DeviceMethod, Field, FormValues, SignedIn, SignInMethod } from './method.ts';
import type { Inherited, PendingSignIns } from './pendingSignIns.ts';
import { type Attempt, attemptsAt, type Route, withoutPorts } from './routes.ts';

export type SignInStage = 'waiting-for-browser' | 'finishing';

/** How a sign-in speaks with the person. What the person closes or declines is `null` or false. */
export interface SignInUi {
  /** Shows the vendor's page. */
  open(page: URL): Promise<boolean>;
  progress(stage: SignInStage): void;
  /**
   * Offers other ways to go on, because of the failure or, where it is `null`, because the browser has not come back. Stays
   * open until the person chooses one; rejects with `signal.reason`.
   */
  offer(routes: readonly Route[], failure: Failure | null, signal: AbortSignal): Promise<Route>;
  /**
   * Asks for the code that the vendor's page shows, or for the address at which the browser ended; again because of the
   * refusal, where it is not `null`. Returns only what is accepted.
   */
  paste(
    what: 'code' | 'address',
    refusal: Failure | null,
    accepts: (text: string) => boolean,
    signal: AbortSignal,
  ): Promise<string | null>;
  /** Shows the code and the page to type it on, until `signal` aborts. */
  showCode(code: Pick<DeviceCode, 'userCode' | 'page'>, signal: AbortSignal): void;
  fill(fields: NonEmpty<Field>, signal: AbortSignal): Promise<FormValues | null>;
  /** Whether to do what the sentence says. */
  confirm(what: Sentence, signal: AbortSignal): Promise<boolean>;
}

/** What a sign-in needs of its surroundings. */
export interface SignInDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly redirects: Redirects;
  readonly whereabouts: Whereabouts;
  readonly pending: PendingSignIns;
  readonly ui: SignInUi;
}

/** What is to be signed in to, and how. */
export interface SignInRequest {
  readonly vendor: VendorId;
  readonly method: SignInMethod;
  /** All methods of the vendor, for when this one does not lead to the end. */
  readonly methods: readonly SignInMethod[];
  /** Whether the vendor is to ask which account, where it can be told to. */
  readonly asksWho: boolean;
  readonly timeoutMs: number;
}

/** After these, another way may lead to the end. */
const passable: readonly Failure['code'][] = ['ports-busy', 'device-code-off', 'device-code-expired'];

/**
 * Signs in by one method, whatever its kind, and by what the person chooses in its place when it does not get through. Secrets
 * go to the method's own origins only. Throws `sign-in-cancelled` when the person closed what was asked, what the kinds' own
 * functions throw, and `signal.reason` when aborted; no error quotes a secret.
 */
export async function signIn(deps: SignInDeps, request: SignInRequest, signal: AbortSignal): Promise<SignedIn> {
  return await redacted(deps, (http) => signInBy({ ...deps, http }, request, signal));
}

/** Finishes a sign-in that began in another window, with what VS Code brought to this one. Throws as {@link signIn} does. */
export async function finishSignIn(
  deps: Pick<SignInDeps, 'http' | 'clock'>,
  method: BrowserMethod,
  result: Inherited['result'],
  signal: AbortSignal,
): Promise<SignedIn> {
  if (result.kind === 'denied') throw new MaestroError(method.denied(result.error, result.description));
  return await redacted(deps, (http) =>
    method.redeem(result.redirect, callTo({ ...deps, http }, method.origins, signal)),
  );
}

async function redacted(deps: Pick<SignInDeps, 'http'>, work: (http: Http) => Promise<SignedIn>): Promise<SignedIn> {
  const sent = new SentSecrets();
  try {
    const signedIn = await work(sent.noting(deps.http));
    return signedIn.notice === null ? signedIn : { ...signedIn, notice: sent.redact(signedIn.notice) };
  } catch (error) {
    throw sent.redactError(error);
  }
}

async function signInBy(deps: SignInDeps, request: SignInRequest, signal: AbortSignal): Promise<SignedIn> {
  const { method } = request;
  switch (method.kind) {
    case 'browser':
    case 'device':
      return signInByRoutes(deps, request, method, signal);
    case 'form': {
      const values = await deps.ui.fill(method.fields, signal);
      if (values === null) throw cancelled();
      deps.ui.progress('finishing');
      return method.submit(values, callTo(deps, method.origins(values), signal));
    }
    case 'import': {
      const found = await method.find();
      if (!(await deps.ui.confirm(found.what, signal))) throw cancelled();
      if (found.kind === 'sign-in') return signInBy(deps, { ...request, method: found.method }, signal);
      deps.ui.progress('finishing');
      return found.take(callTo(deps, found.origins, signal));
    }
    default:
      return method satisfies never;
  }
}

/** Begins with the best route from where Maestro runs, and goes on by those that the person chooses. */
async function signInByRoutes(
  deps: SignInDeps,
  request: SignInRequest,
  method: BrowserMethod | DeviceMethod,
  signal: AbortSignal,
): Promise<SignedIn> {
  const attempts = attemptsAt(deps.whereabouts.place, method, request.methods);
  for (let attempt: Attempt = attempts[0]; ; ) {
    const others = attempts.filter((one) => one !== attempt);
    const outcome = await attemptOnce(deps, request, attempt, others, signal);
    if (!('route' in outcome)) return outcome;
    attempt = outcome;
  }
}

async function attemptOnce(
  deps: SignInDeps,
  request: SignInRequest,
  attempt: Attempt,
  others: readonly Attempt[],
  signal: AbortSignal,
): Promise<SignedIn | Attempt> {
  const call = callTo(deps, attempt.method.origins, signal);
  try {
    return attempt.route === 'device'
      ? await signInByDevice(deps, attempt.method, call)
      : await signInByBrowser(deps, request, attempt, others, call);
  } catch (error) {
    const failure = failureOf(error);
    const left = failure.code === 'ports-busy' ? withoutPorts(others, deps.whereabouts.place) : others;
    if (signal.aborted || left.length === 0 || !passable.includes(failure.code)) throw error;
    const chosen = await deps.ui.offer(
      left.map(({ route }) => route),
      failure,
      signal,
    );
    return left.find(({ route }) => route === chosen) ?? attempt;
  }
}

function callTo(
  { http, clock }: Pick<SignInDeps, 'http' | 'clock'>,
  origins: NonEmpty<string>,
  signal: AbortSignal,
): Call {
  const refusal = (host: string): Failure => ({ code: 'forbidden-origin', host });
  return { http: onlyTo(origins, http, refusal), clock, signal };
}

function cancelled(): MaestroError {
  return new MaestroError({ code: 'sign-in-cancelled' });
}
