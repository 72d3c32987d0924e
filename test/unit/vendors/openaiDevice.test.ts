import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { parseJson } from '../../../src/core/json.ts';
import { epochMs } from '../../../src/core/model.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { directHttp } from '../../directHttp.ts';
import { HandClock } from '../../handClock.ts';
import { answerText } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import type { Fault } from '../../simulator/faults.ts';
import { typeDeviceCode } from '../../simulator/openai/device/person.ts';
import type { PersonaId } from '../../simulator/openai/personas.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Person } from '../../testSignInUi.ts';
import { hurriedClock } from '../conformance/hurriedClock.ts';

const start = '/api/accounts/deviceauth/usercode';
const poll = '/api/accounts/deviceauth/token';

describe('ChatGPT sign-in with a code on another device', () => {
  const lab = productLab({ devicePollSeconds: 0 }, { clock: hurriedClock });

  const types = (who: PersonaId | 'deny'): Person => ({
    async typeCode(userCode, page) {
      assert.equal(page.href, `${lab.simulator.authBaseUrl}/codex/device`);
      // Not before the program has asked once in vain.
      await lab.simulator.waitFor((entry) => entry.path === poll);
      await typeDeviceCode(lab.simulator, userCode, who);
    },
  });
  const signIn = (person: Person) => lab.product.signInBy('openai', 'chatgpt-device', person);
  const refused = (person: Person = {}) => signIn(person).then(() => null, failureOf);
  const sent = (path: string): Simulator['journal'] => lab.simulator.journal.filter((entry) => entry.path === path);

  it('waits for the person, then is the same account as by browser', async () => {
    const { account, credential } = await signIn(types('plus'));
    assert.deepEqual([account.method, account.email, credential.kind], ['chatgpt', 'ada@example.com', 'oauth']);
    assert.equal((await lab.product.signIn()).account.id, account.id);
    assert.match(answerText(await lab.product.ask(account, 'What is the capital of France?')), /Paris/);
    const form = new URLSearchParams(sent('/oauth/token')[0]?.body ?? '');
    assert.equal(form.get('redirect_uri'), `${lab.simulator.authBaseUrl}/deviceauth/callback`);
    assert.deepEqual(parseJson(sent(start)[0]?.body ?? ''), { client_id: 'app_EMoamEEZ73f0CkXaXp7hrann' });
  });

  it('of a company gets a key, as by browser', async () => {
    assert.equal((await signIn(types('enterprise'))).credential.kind, 'exchanged-key');
  });

  it('that is switched off says so', async () => {
    lab.simulator.script({ host: 'auth', path: start, status: 404, body: 'Not Found' });
    assert.deepEqual(await refused(), { code: 'device-code-off' });
  });

  it('that the person denies, whose code is too old, or that fails otherwise, ends with that at once (OA-49)', async () => {
    assert.equal((await refused(types('deny')))?.code, 'sign-in-denied');
    const told = async (error: string): Promise<unknown> => {
      lab.simulator.reset();
      const body = { error, error_description: 'In its words.' };
      lab.simulator.script({ host: 'auth', path: poll, status: 400, body });
      const failure = await refused();
      assert.equal(sent(poll).length, 1);
      return failure;
    };
    assert.deepEqual(await told('expired_token'), { code: 'device-code-expired' });
    assert.deepEqual(await told('something_new'), { code: 'sign-in-denied', detail: 'In its words.' });
  });

  it('is over with its code, and nothing more is asked (OA-50)', async () => {
    let nowMs = 0;
    const clock: Clock = {
      now: () => epochMs(nowMs),
      async sleep(ms, signal) {
        // Only the pauses between two questions pass at once.
        if (ms === 60_000) nowMs += ms;
        else await systemClock.sleep(ms, signal);
      },
    };
    lab.open({ clock });
    const body = { device_auth_id: 'd', usercode: 'ABCD-EFGHI', interval: 60 };
    lab.simulator.script({ host: 'auth', path: start, status: 200, body });
    lab.simulator.script({ host: 'auth', path: poll, status: 403, body: '', times: 100 });
    assert.deepEqual(await refused(), { code: 'device-code-expired' });
    assert.deepEqual([nowMs / 60_000, sent(poll).length], [15, 14]);
  });

  it('that is cancelled between two questions asks no more (OA-51)', async () => {
    const clock = new HandClock();
    lab.open({ clock });
    const stop = new AbortController();
    const body = { device_auth_id: 'd', usercode: 'ABCD-EFGHI', interval: 7 };
    lab.simulator.script({ host: 'auth', path: start, status: 200, body });
    lab.simulator.script({ host: 'auth', path: poll, status: 403, body: '', times: 100 });
    const signedIn = lab.product.signInBy('openai', 'chatgpt-device', {}, stop.signal);
    for (let asked = 0; asked < 2; asked++) {
      await clock.sleeping(7_000);
      clock.advance(7_000);
    }
    await clock.sleeping(7_000);
    stop.abort(new Error('cancelled'));
    await assert.rejects(signedIn, /cancelled/);
    clock.advance(60 * 60_000);
    assert.equal(sent(poll).length, 2);
  });

  it('shows the code with the vendor’s own page, whatever page the answer names (OA-52, OA-53)', async () => {
    const shown: string[] = [];
    for (const page of ['http://thief.example/', 'javascript:alert(1)', 'command:x', 'https://a:b@auth.openai.com/']) {
      const named = { verification_uri: page, verification_uri_complete: page };
      const body = { device_auth_id: 'd', usercode: 'ABCD-EFGHI', interval: 1, ...named };
      lab.simulator.script({ host: 'auth', path: start, status: 200, body });
      lab.simulator.script({ host: 'auth', path: poll, status: 400, body: { error: 'access_denied' } });
      await refused({ typeCode: async (userCode, { href }) => void shown.push(`${userCode} ${href}`) });
    }
    assert.deepEqual(shown, Array(4).fill(`ABCD-EFGHI ${lab.simulator.authBaseUrl}/codex/device`));
  });

  it('goes on after passing trouble while it asks (OA-48)', async () => {
    lab.simulator.script(
      { host: 'auth', path: poll, named: 'server-error' },
      { host: 'auth', path: poll, named: 'reset' },
      { host: 'auth', path: poll, status: 400, body: { error: 'authorization_pending' } },
      { host: 'auth', path: poll, status: 404, body: 'Not Found' },
    );
    assert.equal((await signIn(types('plus'))).account.plan, 'plus');
    assert.ok(sent(poll).length >= 5);
  });

  it('does not ask for the code twice when what follows it goes wrong in passing', async () => {
    lab.simulator.script({ host: 'auth', path: '/.well-known/jwks.json', named: 'server-error' });
    lab.simulator.script({ host: 'auth', path: '/oauth/token', named: 'server-error' });
    assert.equal((await signIn(types('plus'))).account.plan, 'plus');
    const order = lab.simulator.journal
      .map(({ path }) => path)
      .filter((path) => path === poll || path === '/oauth/token');
    assert.deepEqual(order.slice(order.indexOf('/oauth/token')), ['/oauth/token', '/oauth/token']);
  });

  /** What is slept between the questions of a sign-in that is hindered by `faults`, in ms. */
  const pauses = async (...faults: readonly Fault[]): Promise<readonly number[]> => {
    const slept: number[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      sleep(ms, signal) {
        slept.push(ms);
        return systemClock.sleep(0, signal);
      },
    };
    lab.simulator.script(...faults);
    await lab.open({ clock }).signInBy('openai', 'chatgpt-device', types('plus'));
    return slept;
  };

  it('asks more slowly when told to (OA-47)', async () => {
    const slept = await pauses({ host: 'auth', path: poll, named: 'device-slow-down', times: 2 });
    assert.deepEqual(slept.slice(0, 3), [1_000, 6_000, 11_000]);
  });

  it('asks more slowly after a rate limit, and trades the code that it has once more', async () => {
    const limit = { host: 'auth', status: 429, body: 'Too many requests' } as const;
    const slept = await pauses({ ...limit, path: poll }, { ...limit, path: '/oauth/token' });
    assert.deepEqual(slept.slice(0, 2), [1_000, 6_000]);
    assert.ok(slept.includes(11_000));
    assert.equal(sent('/oauth/token').length, 2);
  });

  it('asks at a decent pace, whatever it is told (OA-46, OA-54)', async () => {
    const method = lab.product.maestro.vendors[0]?.methods.find(({ id }) => id === 'chatgpt-device');
    assert.ok(method?.kind === 'device');
    const http = directHttp();
    const paces: number[] = [];
    for (const interval of [undefined, null, '7', 0, -1, 1e9, 'soon']) {
      const body = { device_auth_id: 'd', usercode: 'ABCD-EFGHI', ...(interval === undefined ? {} : { interval }) };
      lab.simulator.script({ host: 'auth', path: start, status: 200, body });
      const code = await method.begin({ http, clock: systemClock, signal: new AbortController().signal });
      paces.push(code.intervalMs / 1_000);
    }
    assert.deepEqual(paces, [5, 5, 7, 1, 1, 60, 5]);
    await http.close();
  });

  for (const [what, body] of [
    ['no id', { user_code: 'ABCD-EFGHI' }],
    ['no code', { device_auth_id: 'd' }],
    ['a code that cannot be shown (OA-55)', { device_auth_id: 'd', user_code: 'A\u202eBCD' }],
  ] as const) {
    it(`with ${what} is refused`, async () => {
      lab.simulator.script({ host: 'auth', path: start, status: 200, body });
      assert.equal((await refused())?.code, 'bad-token-answer');
    });
  }

  it('whose grant lacks the code or its verifier is refused', async () => {
    lab.simulator.script({ host: 'auth', path: poll, status: 200, body: { authorization_code: 'c' } });
    assert.equal((await refused())?.code, 'bad-token-answer');
  });

  it('that OpenAI refuses to begin says why', async () => {
    lab.simulator.script({
      host: 'auth',
      path: start,
      status: 400,
      body: { error: 'invalid_client', error_description: 'Who?' },
    });
    assert.deepEqual(await refused(), { code: 'bad-token-answer', detail: 'Who?' });
  });
});
