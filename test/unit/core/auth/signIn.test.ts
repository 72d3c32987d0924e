import assert from 'node:assert/strict';
import type {
  BrowserMethod,
  DeviceMethod,
  FormMethod,
  SignedIn,
  SignInMethod,
} from '../../../../src/core/auth/method.ts';
import { signIn } from '../../../../src/core/auth/signIn.ts';
import { failureOf, MaestroError } from '../../../../src/core/failure.ts';
import { epochMs } from '../../../../src/core/model.ts';
import type { Clock, Http } from '../../../../src/core/ports.ts';
import { Secret } from '../../../../src/core/secret.ts';
import type { Call } from '../../../../src/core/vendor.ts';
import { loopbackRedirects } from '../../../../src/node/loopback.ts';
import { navigate } from '../../../navigate.ts';
import { testAccount } from '../../../testAccount.ts';
import { type Person, TestSignInUi } from '../../../testSignInUi.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that jumps to the next moment that somebody waits for, but only when the test says so. */
class SteppedClock implements Clock {
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

const sent: string[] = [];
const http: Http = {
  send: async ({ url }) => {
    sent.push(url.origin);
    throw new MaestroError({ code: 'unreachable', host: url.host, why: 'reset' });
  },
};
const signedIn: SignedIn = { account: testAccount(), credential: { kind: 'none' }, notice: null };
const noPage: URL | null = null;
const described = { id: 'm', label: 'M', detail: '' };

function browser(over: Partial<BrowserMethod> = {}): BrowserMethod {
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

interface Run {
  readonly clock: SteppedClock;
  readonly ui: TestSignInUi;
  readonly stop: AbortController;
  readonly done: Promise<SignedIn>;
}

function run(method: SignInMethod, person: Person, timeoutMs = 300_000): Run {
  const clock = new SteppedClock();
  const ui = new TestSignInUi(person);
  const stop = new AbortController();
  const done = signIn({ http, clock, redirects: loopbackRedirects(), ui }, method, timeoutMs, stop.signal);
  done.catch(() => undefined);
  return { clock, ui, stop, done };
}

const codeOf = (done: Promise<SignedIn>): Promise<string> =>
  done.then(
    () => 'signed in',
    (error) => failureOf(error).code,
  );
const tokenOf = ({ credential }: SignedIn): string => (credential.kind === 'bearer' ? credential.token.reveal() : '');

/** A person who copies from the page what it says: the code and the state of the address. */
function copying(code: string): Person & { page: URL | null } {
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

describe('signing in by a page that shows a code', () => {
  const method = browser({ redirect: { kind: 'page', redirectUri: 'https://vendor.example/show' } });

  it('takes what the person pastes, if its state is ours', async () => {
    const { done } = run(method, copying('the-code'));
    assert.equal(tokenOf(await done), 'the-code');
  });

  it('is over when the person closes the question, or pastes what belongs to another sign-in', async () => {
    assert.equal(await codeOf(run(method, { paste: async () => null }).done), 'sign-in-cancelled');
    assert.equal(await codeOf(run(method, { paste: async () => 'code#other-state' }).done), 'sign-in-cancelled');
  });

  it('ends in time and when it is stopped, although nothing is pasted', async () => {
    const late = run(method, {});
    await late.clock.step();
    assert.equal(await codeOf(late.done), 'sign-in-timeout');
    const stopped = run(method, {});
    await new Promise(setImmediate);
    stopped.stop.abort(new MaestroError({ code: 'sign-in-replaced' }));
    assert.equal(await codeOf(stopped.done), 'sign-in-replaced');
  });
});

describe('signing in by a browser that does not come back', () => {
  it('offers to paste the address after a while, and takes it', async () => {
    const person = copying('from-elsewhere');
    const { clock, done } = run(browser(), person);
    await clock.step(15_000);
    assert.equal(tokenOf(await done), 'from-elsewhere');
  });

  it('goes on waiting for the browser when the person does not want to paste', async () => {
    const opened = Promise.withResolvers<URL>();
    const { clock, done } = run(browser(), {
      open: async (page) => opened.resolve(page),
      paste: async () => null,
    });
    const page = await opened.promise;
    await clock.step(15_000);
    const back = new URL(page.searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code: 'c', state: page.searchParams.get('state') ?? '' }).toString();
    await navigate(back.href);
    assert.equal(tokenOf(await done), 'c');
  });
});

describe('signing in by a code on another device', () => {
  function device(answers: readonly (() => Promise<SignedIn | 'pending' | 'slow-down'>)[]): DeviceMethod {
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

  it('asks at the interval, more slowly when told so, and goes on through trouble that passes', async () => {
    const trouble = async (): Promise<never> => {
      throw new MaestroError({ code: 'unreachable', host: 'vendor.example', why: 'reset' });
    };
    const method = device([async () => 'pending', async () => 'slow-down', trouble, async () => signedIn]);
    const { clock, done } = run(method, {});
    const times: number[] = [];
    for (let n = 0; n < 4; n++) {
      await clock.step();
      times.push(clock.nowMs);
    }
    assert.equal(await done, signedIn);
    assert.deepEqual(times, [5_000, 10_000, 20_000, 30_000]);
  });

  it('ends when the code has, when it is refused, and when it is stopped', async () => {
    const expired = run(device([]), {});
    for (let n = 0; n < 12; n++) await expired.clock.step();
    assert.equal(await codeOf(expired.done), 'device-code-expired');
    const denied = run(device([() => Promise.reject(new MaestroError({ code: 'sign-in-denied', detail: '' }))]), {});
    await denied.clock.step();
    assert.equal(await codeOf(denied.done), 'sign-in-denied');
    const stopped = run(device([]), {});
    await new Promise(setImmediate);
    stopped.stop.abort(new MaestroError({ code: 'sign-in-replaced' }));
    assert.equal(await codeOf(stopped.done), 'sign-in-replaced');
  });
});

describe('signing in by a form', () => {
  const reachOut = async (call: Call, url: string): Promise<SignedIn> => {
    await call.http.send({ method: 'GET', url: new URL(url), headers: [], body: null }, call.signal);
    return signedIn;
  };
  const form = (submit: FormMethod['submit']): FormMethod => ({
    ...described,
    kind: 'form',
    fields: [{ id: 'key', label: 'Key', example: '', initial: '', secret: true, required: true, problem: () => null }],
    origins: () => ['https://vendor.example'],
    submit,
  });

  it('sends what was filled in to the method’s own origins and nowhere else', async () => {
    sent.length = 0;
    const person = { values: { key: 'sk-1' } };
    const there = run(
      form((_, call) => reachOut(call, 'https://vendor.example/x')),
      person,
    );
    assert.equal(await codeOf(there.done), 'unreachable');
    const elsewhere = run(
      form((_, call) => reachOut(call, 'https://thief.example/x')),
      person,
    );
    assert.equal(await codeOf(elsewhere.done), 'forbidden-origin');
    assert.deepEqual(sent, ['https://vendor.example']);
  });

  it('is cancelled by closing the form', async () => {
    assert.equal(
      await codeOf(
        run(
          form(async () => signedIn),
          { values: null },
        ).done,
      ),
      'sign-in-cancelled',
    );
  });
});

describe('importing', () => {
  it('takes nothing before the person has seen what was found', async () => {
    let taken = 0;
    const method: SignInMethod = {
      ...described,
      kind: 'import',
      find: async () => ({
        kind: 'credential',
        what: 'A key was found.',
        origins: ['https://vendor.example'],
        take: async () => {
          taken++;
          return { ...signedIn, credential: { kind: 'bearer', token: new Secret('x') } };
        },
      }),
    };
    const declined = run(method, { confirms: false });
    assert.equal(await codeOf(declined.done), 'sign-in-cancelled');
    assert.equal(taken, 0);
    const { done, ui } = run(method, {});
    assert.equal(tokenOf(await done), 'x');
    assert.deepEqual(ui.confirmations, ['A key was found.']);
  });

  it('goes on with a sign-in where what was found cannot be taken', async () => {
    const inner = browser({ redirect: { kind: 'page', redirectUri: 'https://vendor.example/show' } });
    const find = async () => ({ kind: 'sign-in', what: 'Sign in anew.', method: inner }) as const;
    const { done } = run({ ...described, kind: 'import', find }, copying('anew'));
    assert.equal(tokenOf(await done), 'anew');
  });
});
