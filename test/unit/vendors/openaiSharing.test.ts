import assert from 'node:assert/strict';
import { type FailureCode, failureOf } from '../../../src/core/failure.ts';
import type { Account } from '../../../src/core/model.ts';
import { navigate } from '../../navigate.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import type { Fault } from '../../simulator/faults.ts';
import type { FaultName } from '../../simulator/namedFaults.ts';
import { decideConsent } from '../../simulator/openai/person.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Person } from '../../testSignInUi.ts';

describe('Continue with ChatGPT', () => {
  const lab = productLab();

  const signIn = (person?: Person) =>
    lab.product.signInBy('openai', 'chatgpt-sharing', person ?? new PersonAtBrowser());
  const refused = (person?: Person) => signIn(person).then(() => null, failureOf);
  const sent = (path: string): Simulator['journal'] => lab.simulator.journal.filter((entry) => entry.path === path);
  const form = (path: string): Readonly<Record<string, string>> =>
    Object.fromEntries(new URLSearchParams(sent(path).at(-1)?.body ?? ''));
  const asked = (): URLSearchParams => new URLSearchParams(sent('/api/accounts/authorize').at(-1)?.query ?? '');
  const token = '/api/accounts/oauth/token';

  /** Leaves the box for the plan unticked. */
  const withoutPlan: Person = {
    async open(page) {
      await navigate((await decideConsent(page.href, 'plus', ['plan'])).href);
    },
  };

  describe('sign-in', () => {
    it('is the first way offered, in the words that OpenAI asks for', () => {
      const [method] = lab.product.maestro.vendors[0]?.methods ?? [];
      assert.equal(method?.label, 'Continue with ChatGPT');
      assert.match(method?.detail ?? '', /ChatGPT plan \(Plus or Pro\)/);
    });

    it('registers Maestro once, remembers how before it asks, and comes back as the same', async () => {
      let kept: readonly string[] = [];
      class Looks extends PersonAtBrowser {
        override async open(page: URL): Promise<void> {
          kept = [...lab.product.memory.values.values()];
          await super.open(page);
        }
      }
      const first = await signIn(new Looks());
      const registration = asked();
      const hostId = registration.get('ext_agent_host_id') ?? '';
      assert.match(hostId, /^urn:uuid:[\da-f-]{36}$/);
      assert.ok(kept.some((value) => value.includes(hostId)));
      assert.equal(registration.get('client_id'), 'dynamic_agent_client');
      assert.equal(registration.get('agent_name_hint'), 'Maestro');
      assert.equal(registration.get('prompt'), null);

      const second = await signIn();
      assert.equal(asked().get('ext_agent_host_id'), hostId);
      assert.match(asked().get('client_id') ?? '', /^oaiapp_/);
      assert.equal(asked().get('agent_name_hint'), null);
      assert.equal(second.account.id, first.account.id);
    });

    it('asks for any free port of the literal loopback address, and for one API', async () => {
      await signIn();
      assert.match(asked().get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/auth\/callback$/);
      assert.deepEqual(asked().get('scope')?.split(' ').sort(), [
        'chatgpt.tokens.use.direct',
        'email',
        'offline_access',
        'openid',
        'profile',
        'resource.invoke',
      ]);
      assert.equal(asked().get('resource'), lab.simulator.apiBaseUrl);
      assert.deepEqual(Object.keys(form(token)).sort(), [
        'client_id',
        'code',
        'code_verifier',
        'grant_type',
        'redirect_uri',
        'resource',
      ]);
    });

    it('says whose plan is used, and where its use can be seen', async () => {
      const { account, notice } = await signIn();
      assert.deepEqual(notice, { code: 'plan-shared' });
      assert.deepEqual([account.label, account.method, account.plan], ['ada@example.com', 'chatgpt-sharing', null]);
      const [openai] = lab.product.maestro.vendors;
      assert.equal(openai?.usagePage(account)?.href, 'https://chatgpt.com/settings/usage');
      assert.match(openai?.planNotice?.(account) ?? '', /ChatGPT plan/);
    });

    it('is another account than the ChatGPT sign-in of the same person, under another name', async () => {
      const shared = (await signIn()).account;
      const own = (await lab.product.signIn()).account;
      assert.notEqual(shared.id, own.id);
      assert.notEqual(shared.label, own.label);
    });

    it('without leave to use the plan ends with what to do, and next time asks for that leave again', async () => {
      const failure = await refused(withoutPlan);
      assert.ok(failure?.code === 'sign-in-denied' && failure.detail.includes('plan'));
      assert.equal(lab.product.accounts.list.length, 0);
      await signIn();
      assert.equal(asked().get('prompt'), 'consent');
      await signIn();
      assert.equal(asked().get('prompt'), null);
    });

    it('ends with the reason when the person refuses', async () => {
      assert.equal((await refused(new PersonAtBrowser('plus', 'deny')))?.code, 'sign-in-denied');
    });

    it('with a nonce that is not ours is refused (OA-15)', async () => {
      class Mixed extends PersonAtBrowser {
        override async open(page: URL): Promise<void> {
          page.searchParams.set('nonce', 'somebody-elses-nonce-0123456789');
          await super.open(page);
        }
      }
      const failure = await refused(new Mixed());
      assert.ok(failure?.code === 'bad-id-token' && failure.detail.includes('nonce'));
      assert.equal(lab.product.accounts.list.length, 0);
    });

    it('that brings no client, or another than before, is refused, and no code is traded', async () => {
      for (const redirect of [{ omit: ['client_id'] }, { set: { client_id: 'app_other' } }]) {
        lab.simulator.script({ host: 'auth', redirect });
        assert.equal((await refused())?.code, 'bad-token-answer');
      }
      assert.equal(sent(token).length, 0);
      await signIn();
      lab.simulator.script({ host: 'auth', redirect: { set: { client_id: 'oaiapp_other' } } });
      assert.equal((await refused())?.code, 'bad-token-answer');
      assert.equal(sent(token).length, 1);
    });

    it('keeps the client that it was given although the rest failed', async () => {
      lab.simulator.script({ host: 'auth', path: token, named: 'server-error' });
      assert.equal((await refused())?.code, 'server');
      await signIn();
      assert.match(asked().get('client_id') ?? '', /^oaiapp_/);
    });

    const unknown = { error: 'invalid_client', error_description: 'The client is not known.' };
    const losses: readonly (readonly [where: string, fault: Fault])[] = [
      ['page', { host: 'auth', redirect: { set: { ...unknown, error: 'unauthorized_client' }, omit: ['code'] } }],
      ['token endpoint', { host: 'auth', path: token, status: 401, body: unknown }],
    ];
    for (const [where, fault] of losses) {
      it(`registers anew after OpenAI’s ${where} did not know the client any more`, async () => {
        await signIn();
        lab.simulator.script(fault);
        assert.notEqual(await refused(), null);
        assert.match(asked().get('client_id') ?? '', /^oaiapp_/);
        await signIn();
        assert.equal(asked().get('client_id'), 'dynamic_agent_client');
      });
    }

    it('takes the scope of the redirect where the token answer has none', async () => {
      lab.simulator.script({ tokens: { omit: ['scope'] } });
      assert.equal((await signIn()).account.email, 'ada@example.com');
      lab.simulator.script({ tokens: { omit: ['scope'] } });
      assert.equal((await refused(withoutPlan))?.code, 'sign-in-denied');
    });
  });

  describe('turns', () => {
    it('go to the platform with a token and nothing else that says who asks', async () => {
      const { account } = await signIn();
      const parts = await lab.product.ask(account, 'What is the capital of France?');
      assert.match(answerText(parts), /Paris/);
      const names =
        sent('/responses')
          .at(-1)
          ?.rawHeaders.map(([name]) => name) ?? [];
      assert.deepEqual(
        names.filter((name) => !['host', 'connection', 'content-length'].includes(name.toLowerCase())),
        ['Authorization', 'Content-Type', 'User-Agent'],
      );
    });

    it('of a plan that cannot be shared say which plans can', async () => {
      const { account } = await signIn(new PersonAtBrowser('free'));
      const end = (await lab.product.ask(account, 'hello')).at(-1);
      assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code === 'not-entitled');
      assert.match(end.outcome.failure.detail, /Plus or Pro/);
    });

    const faults: readonly (readonly [name: FaultName, code: FailureCode, times: number])[] = [
      ['sharing-usage-limit', 'usage-limit', 1],
      ['sharing-not-eligible', 'not-entitled', 1],
      ['sharing-usage-unavailable', 'server', 3],
      ['sharing-user-unavailable', 'server', 3],
      ['sharing-unsupported', 'rejected', 1],
      ['sharing-route', 'not-entitled', 1],
      ['sharing-detail', 'rejected', 1],
      // Once more with renewed tokens, in case they had only grown old.
      ['sharing-invalid-user', 'credential-rejected', 2],
      ['sharing-scope', 'credential-rejected', 2],
      ['sharing-context', 'credential-rejected', 2],
    ];
    for (const [named, code, times] of faults) {
      it(`${named} is ${code}, after ${times} of ${times}`, async () => {
        const { account } = await signIn();
        lab.simulator.script({ host: 'api', path: '/responses', named, times: 9 });
        assert.equal(ending(await lab.product.ask(account, 'hello')), code);
        assert.equal(sent('/responses').length, times);
        assert.equal(lab.product.accounts.list.length, 1);
      });
    }

    it('sharing-usage-limit in mid-stream keeps what came', async () => {
      const { account } = await signIn();
      lab.simulator.script({ host: 'api', path: '/responses', named: 'sharing-usage-limit-in-stream' });
      const parts = await lab.product.ask(account, 'What is the capital of France?');
      assert.ok(answerText(parts).length > 0);
      assert.equal(ending(parts), 'usage-limit');
    });
  });

  describe('session', () => {
    const staleAnswer = async (account: Account): Promise<string> => {
      lab.simulator.expireAccessTokens();
      return ending(await lab.product.ask(account, 'hello'));
    };

    it('is renewed by its own client, for the same API', async () => {
      const { account } = await signIn();
      const clientId = asked().get('client_id') === 'dynamic_agent_client' ? form(token)['client_id'] : '';
      assert.equal(await staleAnswer(account), 'complete');
      const { refresh_token: refresh = '', ...fields } = form(token);
      assert.ok(refresh !== '');
      assert.deepEqual(fields, {
        grant_type: 'refresh_token',
        client_id: clientId,
        resource: lab.simulator.apiBaseUrl,
      });
    });

    it('whose leave to use the plan is gone ends, and the next sign-in asks for it again', async () => {
      const { account } = await signIn();
      lab.simulator.script({ tokens: { set: { scope: 'openid resource.invoke' } } });
      assert.equal(await staleAnswer(account), 'credential-rejected');
      await signIn();
      assert.equal(asked().get('prompt'), 'consent');
    });

    it('whose client OpenAI does not know any more ends, and the next sign-in registers anew', async () => {
      const { account } = await signIn();
      lab.simulator.script({ host: 'auth', path: token, status: 401, body: { error: 'invalid_client' } });
      assert.equal(await staleAnswer(account), 'credential-rejected');
      await signIn();
      assert.equal(asked().get('client_id'), 'dynamic_agent_client');
    });

    it('whose models may not be seen any more asks for leave at the next sign-in', async () => {
      const { account } = await signIn();
      lab.simulator.script({ host: 'api', path: '/models', named: 'sharing-scope', times: 2 });
      const { problem } = await lab.product.maestro.models.list(account);
      assert.equal(problem?.code, 'credential-rejected');
      await signIn();
      assert.equal(asked().get('prompt'), 'consent');
    });

    it('that is somebody else’s after renewal is refused (OA-20)', async () => {
      const { account } = await signIn();
      lab.simulator.script({ tokens: { idToken: 'other-subject' } });
      assert.equal(await staleAnswer(account), 'bad-id-token');
    });

    it('without a refresh token ends with its access token, and there is nothing to tell OpenAI', async () => {
      lab.simulator.script({ tokens: { omit: ['refresh_token'] } });
      const { account } = await signIn();
      assert.equal(await staleAnswer(account), 'credential-rejected');
      assert.equal(lab.product.maestro.revocation(account.id), null);
    });

    it('is ended at OpenAI when it is to be revoked', async () => {
      const { account } = await signIn();
      assert.equal(await lab.product.maestro.signOut(account.id, { revoke: true }), null);
      const { token: revoked = '', client_id: clientId = '', ...fields } = form('/api/accounts/oauth/revoke');
      assert.ok(revoked !== '' && clientId.startsWith('oaiapp_'));
      assert.deepEqual(fields, { token_type_hint: 'refresh_token' });
    });
  });
});
