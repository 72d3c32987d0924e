import type { BrowserMethod, DeviceMethod, SignedIn, SignInMethod } from '../../../../src/core/auth/method.ts';
import { PendingSignIns } from '../../../../src/core/auth/pendingSignIns.ts';
import { type SignInDeps, type SignInRequest, signIn } from '../../../../src/core/auth/signIn.ts';
import { failureOf, MaestroError } from '../../../../src/core/failure.ts';
import { epochMs, vendorId } from '../../../../src/core/model.ts';
import type { Clock, Http, Whereabouts } from '../../../../src/core/ports.ts';
import { loopbackRedirects } from '../../../../src/node/loopback.ts';
import { MemorySecretStore } from '../../../memoryStorage.ts';
import { testAccount } from '../../../testAccount.ts';
import { type Person, TestSignInUi } from '../../../testSignInUi.ts';
import { testWhereabouts } from '../../../testWhereabouts.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that jumps to the next moment that somebody waits for, but only when the test says so. */
export class SteppedClock implements Clock {
  nowMs = 0;
  readonly #waiting = new Set<Sleeper>();

  now(): ReturnType<Clock['now']> {
    return epochMs(this.nowMs);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { atMs: this.nowMs + ms, wake: resolve };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
      });
    });
  }

  /** As soon as somebody sleeps, or sleeps until then: lets time pass until the first sleeper wakes. */
  async step(untilMs: number | null = null): Promise<void> {
    let first: Sleeper | undefined;
    while (first === undefined) {
      await new Promise(setImmediate);
      const sleepers = [...this.#waiting].sort((a, b) => a.atMs - b.atMs);
      first = untilMs === null ? sleepers[0] : sleepers.find(({ atMs }) => atMs === untilMs);
    }
    this.#waiting.delete(first);
    this.nowMs = first.atMs;
    first.wake();
    await new Promise(setImmediate);
  }
}

/** The origins that were asked, in order. */
export const sent: string[] = [];
/** A network on which nobody answers. */
export const http: Http = {
  send: async ({ url }) => {
    sent.push(url.origin);
    throw new MaestroError({ code: 'unreachable', host: url.host, why: 'reset' });
  },
};
export const signedIn: SignedIn = { account: testAccount(), credential: { kind: 'none' }, notice: null };
const noPage: URL | null = null;
export const described = { id: 'm', label: 'M', detail: '' };

/** A sign-in through the browser, with a listener on any port. */
export function browser(over: Partial<BrowserMethod> = {}): BrowserMethod {
  return {
    ...described,
    kind: 'browser',
    origins: ['https://vendor.example'],
    redirect: { kind: 'loopback', host: '127.0.0.1', ports: [0], path: '/cb' },
    issuer: 'https://vendor.example',
    authorizeUrl: async ({ state, redirectUri }) =>
      new URL(`https://vendor.example/?${new URLSearchParams({ state, redirect_uri: redirectUri })}`),
    denied: (error) => ({ code: 'sign-in-denied', detail: error }),
    redeem: async ({ code }) => ({ ...signedIn, credential: { kind: 'bearer', token: code } }),
    ...over,
  };
}

/** A sign-in by a code, and what the vendor says each time it is asked; then that it is pending. */
export function device(answers: readonly (() => Promise<SignedIn | 'pending' | 'slow-down'>)[]): DeviceMethod {
  const left = [...answers];
  return {
    ...described,
    kind: 'device',
    origins: ['https://vendor.example'],
    begin: async () => ({
      userCode: 'ABCD-EFGH',
      page: new URL('https://vendor.example/device'),
      expiresAt: epochMs(60_000),
      intervalMs: 5_000,
      poll: () => (left.shift() ?? (async () => 'pending' as const))(),
    }),
  };
}

export interface Run {
  readonly clock: SteppedClock;
  readonly ui: TestSignInUi;
  readonly stop: AbortController;
  readonly done: Promise<SignedIn>;
}

export interface Around {
  readonly methods?: readonly SignInMethod[];
  readonly whereabouts?: Partial<Whereabouts>;
}

export function depsOf(clock: Clock, ui: TestSignInUi, whereabouts: Partial<Whereabouts> = {}): SignInDeps {
  const pending = new PendingSignIns({ secrets: new MemorySecretStore(), shared: null, clock });
  return { http, clock, redirects: loopbackRedirects(), whereabouts: testWhereabouts(whereabouts), pending, ui };
}

export function requestFor(method: SignInMethod, methods: readonly SignInMethod[] = [method]): SignInRequest {
  return { vendor: vendorId('v'), method, methods, asksWho: false, timeoutMs: 300_000 };
}

/** Begins a sign-in with this person. */
export function run(method: SignInMethod, person: Person, { methods = [method], whereabouts = {} }: Around = {}): Run {
  const clock = new SteppedClock();
  const ui = new TestSignInUi(person);
  const stop = new AbortController();
  const done = signIn(depsOf(clock, ui, whereabouts), requestFor(method, methods), stop.signal);
  done.catch(() => undefined);
  return { clock, ui, stop, done };
}

export const codeOf = (done: Promise<SignedIn>): Promise<string> =>
  done.then(
    () => 'signed in',
    (error) => failureOf(error).code,
  );
export const tokenOf = ({ credential }: SignedIn): string =>
  credential.kind === 'bearer' ? credential.token.reveal() : '';

/** A person who copies from the page what it says: the code and the state of the address. */
export function copying(code: string): Person & { page: URL | null } {
  const person = {
    page: noPage,
    async open(page: URL) {
      person.page = page;
    },
    async paste() {
      return `${code}#${person.page?.searchParams.get('state') ?? ''}`;
    },
  };
  return person;
}
