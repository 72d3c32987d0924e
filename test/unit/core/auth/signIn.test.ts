import assert from 'node:assert/strict';
import type { FormMethod, SignedIn, SignInMethod } from '../../../../src/core/auth/method.ts';
import { signIn } from '../../../../src/core/auth/signIn.ts';
import { MaestroError } from '../../../../src/core/failure.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { sentence } from '../../../../src/core/sentence.ts';
import type { Call } from '../../../../src/core/vendor.ts';
import { HandClock } from '../../../handClock.ts';
import { TestSignInUi } from '../../../testSignInUi.ts';
import {
  browser,
  codeOf,
  copying,
  depsOf,
  described,
  device,
  requestFor,
  run,
  sent,
  signedIn,
  tokenOf,
} from './signInRun.ts';

describe('signing in by a code on another device', () => {
  it('asks at the interval, more slowly when told so, and goes on through trouble that passes', async () => {
    const trouble = async (): Promise<never> => {
      throw new MaestroError({ code: 'unreachable', host: 'vendor.example', why: 'reset' });
    };
    const method = device([async () => 'pending', async () => 'slow-down', trouble, async () => signedIn]);
    const clock = new HandClock();
    const deps = depsOf(clock, new TestSignInUi({}));
    const done = signIn(deps, requestFor(method), new AbortController().signal);
    for (const intervalMs of [5_000, 5_000, 10_000, 10_000]) {
      await clock.sleeping(intervalMs);
      clock.advance(intervalMs);
    }
    assert.equal(await done, signedIn);
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
        what: sentence('A key was found.'),
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
    const find = async () => ({ kind: 'sign-in', what: sentence('Sign in anew.'), method: inner }) as const;
    const { done } = run({ ...described, kind: 'import', find }, copying('anew'));
    assert.equal(tokenOf(await done), 'anew');
  });
});
