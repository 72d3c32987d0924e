import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { productLab } from '../../productLab.ts';
import { grepForSecrets } from '../../secretSearch.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { Fault } from '../../simulator/faults.ts';
import type { Person } from '../../testSignInUi.ts';

/** Nobody waits for another try, not of a renewal either. */
const hurried: Clock = {
  now: systemClock.now,
  sleep: (ms, signal) => systemClock.sleep(ms <= 4_000 ? 0 : ms, signal),
};

describe('the secrets of a sign-in', () => {
  const lab = productLab({}, { clock: hurried });

  /** All that is kept or shown besides what was sent. */
  const places = (): string[] => [
    ...lab.product.log.lines,
    ...lab.product.memory.values.values(),
    ...lab.product.secrets.values.values(),
  ];

  const ways: readonly (readonly [vendor: string, method: string, person: () => Person])[] = [
    ['openai', 'chatgpt', () => new PersonAtBrowser()],
    ['openai', 'chatgpt-sharing', () => new PersonAtBrowser()],
    ['anthropic', 'oauth', () => new PersonAtConsole()],
  ];
  for (const [vendor, method, person] of ways) {
    it(`${method}: the verifier leaves with the code and is nowhere else, its S256 challenge is in the address (OA-12)`, async () => {
      await lab.product.signInBy(vendor, method, person());
      const authorized = lab.simulator.journal.find(({ path }) => path.endsWith('/authorize'));
      assert.equal(new URLSearchParams(authorized?.query).get('code_challenge_method'), 'S256');
      const traded = lab.simulator.journal.filter(({ body }) => body.includes('code_verifier'));
      const [{ body } = { body: '' }] = traded;
      const verifier =
        new URLSearchParams(body).get('code_verifier') ?? stringAt(parseJson(body), 'code_verifier') ?? '';
      assert.deepEqual([traded.length, verifier.length], [1, 86]);
      const elsewhere = lab.simulator.journal
        .filter((entry) => entry !== traded[0])
        .map((entry) => JSON.stringify(entry));
      assert.deepEqual(await grepForSecrets([verifier], [...elsewhere, ...places()]), []);
    });
  }

  const token = { host: 'auth', path: '/oauth/token' } as const;
  const faults: readonly (readonly [what: string, fault: Fault])[] = [
    ['an error', { ...token, status: 400, body: { error: 'invalid_grant', error_description: 'No.' } }],
    ['a page', { ...token, status: 200, body: '<html><title>Wi-Fi</title>' }],
    ['a redirect', { ...token, status: 307, headers: { location: 'http://thief.example/' }, body: '' }],
    ['trouble', { ...token, named: 'server-error', times: 9 }],
    ['nothing', { ...token, reset: true, times: 9 }],
    ['no token', { ...token, tokens: { omit: ['access_token'] } }],
    ['somebody else’s ID token', { ...token, tokens: { idToken: 'other-subject' } }],
    ['an ID token of another issuer', { ...token, tokens: { idToken: 'wrong-issuer' } }],
  ];
  for (const [what, fault] of faults) {
    it(`are in no error and no log line when a code and a refresh token are answered with ${what} (OA-73, WV-59)`, async () => {
      const person = new PersonAtBrowser();
      lab.simulator.script(fault);
      const thrown: unknown[] = [await lab.product.signIn(person).catch((error: unknown) => error)];
      lab.simulator.reset();
      const { account, credential } = await lab.product.signIn();
      lab.simulator.script(fault);
      const { signal } = new AbortController();
      thrown.push(
        await lab.product.maestro.credentials.refused(account, credential, signal).catch((error: unknown) => error),
      );
      const callback = new URL(person.callbackUrl).searchParams;
      const secrets = [
        ...lab.simulator.secrets,
        callback.get('code') ?? '',
        callback.get('state') ?? '',
        'ada@example.com',
      ];
      const said = thrown
        .filter((one) => one instanceof Error)
        .map((error) => inspect(error, { depth: 12, showHidden: true }));
      assert.deepEqual(await grepForSecrets(secrets, [...said, ...lab.product.log.lines]), []);
      assert.ok(said.length > 0);
    });
  }
});
