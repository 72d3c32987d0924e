import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import type { Message } from '../../../src/core/model.ts';
import { navigate } from '../../navigate.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { idTokenFaults } from '../../simulator/openai/idTokenFaults.ts';
import type { PersonaId } from '../../simulator/openai/personas.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { userMessage } from '../../testMessages.ts';

describe('OpenAI through the simulator', () => {
  const lab = productLab();

  const names = (headers: readonly (readonly [string, string])[]): readonly string[] =>
    headers
      .map(([name]) => name)
      .filter((name) => !['host', 'connection', 'content-length'].includes(name.toLowerCase()));
  const last = (path: string): Simulator['journal'][number] => {
    const entry = lab.simulator.journal.findLast((one) => one.path === path);
    if (entry === undefined) throw new Error(`nothing was sent to ${path}`);
    return entry;
  };

  describe('sign-in', () => {
    const expected: readonly (readonly [PersonaId, 'oauth' | 'exchanged-key', string | null])[] = [
      ['free', 'oauth', null],
      ['plus', 'oauth', null],
      ['pro', 'oauth', null],
      ['team', 'oauth', null],
      ['openai-staff', 'oauth', null],
      ['business', 'exchanged-key', null],
      ['enterprise', 'exchanged-key', null],
      ['edu', 'exchanged-key', null],
      ['enterprise-without-organization', 'oauth', 'exchange-refused'],
    ];
    for (const [persona, kind, notice] of expected) {
      it(`${persona} gets ${kind}${notice === null ? '' : ` and is told ${notice}`}, and an answer`, async () => {
        const signedIn = await lab.product.signIn(new PersonAtBrowser(persona));
        assert.equal(signedIn.credential.kind, kind);
        assert.equal(signedIn.notice?.code ?? null, notice);
        const answer = await lab.product.ask(signedIn.account, 'What is the capital of France?');
        assert.match(answerText(answer), /Paris/);
        assert.equal(ending(answer), 'complete');
        assert.equal(
          last(kind === 'oauth' ? '/codex/responses' : '/responses').host,
          kind === 'oauth' ? 'chatgpt' : 'api',
        );
      });
    }

    for (const named of ['rate-limit', 'server-error', 'firewall'] as const) {
      it(`${named} at the exchange ends the sign-in instead of choosing another way to pay`, async () => {
        lab.simulator.script({ host: 'api', path: '/models', named, times: 3 });
        const failure = await lab.product.signIn(new PersonAtBrowser('enterprise')).then(() => null, failureOf);
        assert.ok(failure !== null && failure.code !== 'exchange-refused', failure?.code);
        assert.equal(lab.product.accounts.list.length, 0);
      });
    }

    it('the authorize request has its parameters in OpenAI’s order', async () => {
      await lab.product.signIn();
      const { query } = last('/oauth/authorize');
      const parameters = new URLSearchParams(query);
      assert.deepEqual(
        [...parameters.keys()],
        [
          'response_type',
          'client_id',
          'redirect_uri',
          'scope',
          'code_challenge',
          'code_challenge_method',
          'id_token_add_organizations',
          'codex_cli_simplified_flow',
          'state',
          'originator',
        ],
      );
      assert.equal(parameters.get('scope'), 'openid profile email offline_access');
      assert.ok(query.includes('scope=openid%20profile'), 'a space is %20');
    });

    it('the browser’s address bar loses the code (OA-33)', async () => {
      const person = new PersonAtBrowser();
      await lab.product.signIn(person);
      assert.match(person.callbackUrl, /^http:\/\/localhost:\d+\/auth\/callback\?code=/);
      assert.equal(person.callbackStatus, 302);
    });

    it('a replayed callback reaches nobody (OA-04)', async () => {
      const person = new PersonAtBrowser();
      await lab.product.signIn(person);
      const tokenRequests = lab.simulator.journal.filter(({ path }) => path === '/oauth/token').length;
      const replay = await navigate(person.callbackUrl);
      assert.ok(replay === 0 || replay >= 400, `answered ${replay}`);
      assert.equal(lab.simulator.journal.filter(({ path }) => path === '/oauth/token').length, tokenRequests);
    });

    it('a refusal at the consent page ends it with the reason', async () => {
      const failure = await lab.product.signIn(new PersonAtBrowser('plus', 'deny')).then(() => null, failureOf);
      assert.equal(failure?.code, 'sign-in-denied');
      assert.equal(lab.product.accounts.list.length, 0);
    });

    it('a wrong state leaves the sign-in alive until the right one comes (OA-02)', async () => {
      class Confused extends PersonAtBrowser {
        override async open(url: URL): Promise<void> {
          const redirect = url.searchParams.get('redirect_uri') ?? '';
          for (const query of ['?code=evil&state=wrong', '?error=access_denied', '?code=evil', '']) {
            assert.equal(await navigate(redirect + query), 400);
          }
          await super.open(url);
        }
      }
      const { account } = await lab.product.signIn(new Confused());
      assert.equal(account.email, 'ada@example.com');
    });

    it('a consent that comes late is still welcome, one after the limit is not (OA-36)', async () => {
      lab.simulator.script({ host: 'auth', redirect: { delayMs: 300 } });
      assert.equal((await lab.product.signIn()).account.plan, 'plus');
      class Absent extends PersonAtBrowser {
        override async open(): Promise<void> {}
      }
      const failure = await lab.product.signIn(new Absent(), undefined, 50).then(() => null, failureOf);
      assert.equal(failure?.code, 'sign-in-timeout');
    });

    it('a consent that is 30 seconds late is still welcome', async () => {
      lab.simulator.script({ host: 'auth', redirect: { delayMs: 30_000 } });
      assert.equal((await lab.product.signIn()).account.plan, 'plus');
    }).timeout(60_000);

    it('Cancel ends it at once and a late callback is refused (OA-35)', async () => {
      const abort = new AbortController();
      let redirect = '';
      class ClosesTheBrowser extends PersonAtBrowser {
        override async open(url: URL): Promise<void> {
          redirect = url.searchParams.get('redirect_uri') ?? '';
          abort.abort(new Error('cancelled'));
        }
      }
      await assert.rejects(lab.product.signIn(new ClosesTheBrowser(), abort.signal), /cancelled/);
      assert.equal(await navigate(`${redirect}?code=c&state=s`), 0);
    });

    it('a second sign-in takes over from the first (OA-37)', async () => {
      class NeverComes extends PersonAtBrowser {
        override async open(): Promise<void> {}
      }
      const first = lab.product.signIn(new NeverComes()).then(() => null, failureOf);
      const second = await lab.product.signIn();
      assert.equal((await first)?.code, 'sign-in-replaced');
      assert.equal(second.account.email, 'ada@example.com');
    });

    // Two of them are good tokens of another person or workspace: those matter at a renewal.
    for (const idToken of idTokenFaults.filter((fault) => fault !== 'other-subject' && fault !== 'other-account')) {
      it(`an ID token that is ${idToken} is refused and nothing is stored (OA-16, OA-17, OA-18, OA-19)`, async () => {
        lab.simulator.script({ tokens: { idToken } });
        const failure = await lab.product.signIn().then(() => null, failureOf);
        // One of a megabyte is already too much for a token answer.
        assert.equal(failure?.code, idToken === 'one-megabyte' ? 'bad-token-answer' : 'bad-id-token');
        assert.equal(lab.product.secrets.values.size, 0);
      });
    }

    for (const named of [
      'html',
      'json-list',
      'json-null',
      'empty',
      'tokens-without-access',
      'tokens-without-id',
    ] as const) {
      it(`a token answer of the kind ${named} is refused (OA-64)`, async () => {
        lab.simulator.script({ host: 'auth', path: '/oauth/token', named });
        const failure = await lab.product.signIn().then(() => null, failureOf);
        assert.equal(failure?.code, 'bad-token-answer');
      });
    }
  });

  describe('requests', () => {
    it('a personal plan’s headers and body, in order', async () => {
      const { account } = await lab.product.signIn();
      await lab.product.ask(account, 'What is the capital of France?');
      const { rawHeaders, body } = last('/codex/responses');
      assert.deepEqual(names(rawHeaders), [
        'Authorization',
        'chatgpt-account-id',
        'Content-Type',
        'OpenAI-Beta',
        'User-Agent',
      ]);
      const headers = new Map(rawHeaders);
      assert.equal(headers.get('OpenAI-Beta'), 'responses=experimental');
      assert.equal(headers.get('User-Agent'), 'TheMaestro/9.9.9');
      assert.equal(headers.get('chatgpt-account-id'), account.workspace);
      const sent = parseJson(body);
      assert.equal(
        body,
        JSON.stringify({
          model: 'gpt-5.6-sol',
          instructions: 'Be brief.',
          input: [
            {
              type: 'message',
              role: 'user',
              content: [
                {
                  type: 'input_text',
                  text: '<user_instructions>\n\nWhat is the capital of France?\n\n</user_instructions>',
                },
              ],
            },
          ],
          tools: [],
          tool_choice: 'auto',
          parallel_tool_calls: true,
          reasoning: { summary: 'auto' },
          store: false,
          stream: true,
          include: ['reasoning.encrypted_content'],
          text: { verbosity: 'medium' },
          prompt_cache_key: stringAt(sent, 'prompt_cache_key'),
        }),
      );
    });

    it('an enterprise workspace’s headers, in order', async () => {
      const { account } = await lab.product.signIn(new PersonAtBrowser('enterprise'));
      await lab.product.ask(account, 'hello');
      const order = ['Authorization', 'version', 'OpenAI-Organization', 'OpenAI-Project', 'Content-Type', 'User-Agent'];
      assert.deepEqual(names(last('/responses').rawHeaders), order);
      assert.deepEqual(names(last('/models').rawHeaders), order);
      assert.match(new Map(last('/responses').rawHeaders).get('Authorization') ?? '', /^Bearer sk-/);
    });

    it('the exchange asks for an API key as RFC 8693 has it', async () => {
      await lab.product.signIn(new PersonAtBrowser('enterprise'));
      const form = new URLSearchParams(last('/oauth/token').body);
      form.delete('subject_token');
      assert.deepEqual(Object.fromEntries(form), {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
        requested_token: 'openai-api-key',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      });
    });

    it('the conversation goes along, so that a follow-up is understood', async () => {
      const { account } = await lab.product.signIn();
      const first = answerText(await lab.product.ask(account, 'What is the capital of France?'));
      const history: readonly Message[] = [
        userMessage('What is the capital of France?'),
        { role: 'assistant', content: [{ kind: 'text', text: first, replay: null }] },
      ];
      assert.match(
        answerText(await lab.product.ask(account, 'What is the population of that city?', history)),
        /million/,
      );
      const sent = parseJson(last('/codex/responses').body);
      assert.match(JSON.stringify(sent), /"role":"assistant","content":\[\{"type":"output_text"/);
    });
  });

  it('no secret is in any log line', async () => {
    for (const persona of ['plus', 'enterprise'] as const) {
      const { account } = await lab.product.signIn(new PersonAtBrowser(persona));
      await lab.product.ask(account, 'hello');
      await lab.product.maestro.signOut(account.id, { revoke: true });
    }
    const log = lab.product.log.lines.join('\n');
    assert.ok(lab.simulator.secrets.length > 10);
    assert.deepEqual(
      lab.simulator.secrets.filter((secret) => log.includes(secret)),
      [],
    );
    assert.equal(lab.product.secrets.values.size, 0);
  });
});
