import assert from 'node:assert/strict';
import { type FailureCode, failureOf } from '../../../src/core/failure.ts';
import { answerText, ending, type ProductOptions } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import type { FaultName } from '../../simulator/namedFaults.ts';
import { signInAs } from '../../simulator/openai/person.ts';

describe('Keys of OpenAI’s platform', () => {
  const lab = productLab();
  const typed = (key: string, more: Readonly<Record<string, string>> = {}, product = lab.open()) =>
    product.signInBy('openai', 'api-key', { values: { key, ...more } });
  const headers = (): ReadonlyMap<string, string> =>
    new Map(lab.simulator.journal.findLast(({ path }) => path === '/responses')?.rawHeaders ?? []);

  describe('typed in', () => {
    it('are proven, kept, and named by their last four characters only', async () => {
      const product = lab.open();
      const key = lab.simulator.openai.keyOf('pro');
      const { account, credential } = await typed(key, {}, product);
      assert.deepEqual([account.label, account.method, credential.kind], ['OpenAI key …0000', 'api-key', 'api-key']);
      assert.ok(!JSON.stringify(account).includes(key.slice(0, -4)));
      assert.match(answerText(await product.ask(account, 'What is the capital of France?')), /Paris/);
      assert.equal(headers().get('OpenAI-Organization'), undefined);
      assert.equal(product.maestro.vendors[0]?.usagePage(account)?.href, 'https://platform.openai.com/usage');
    });

    it('are the same account each time, but another for another key or project', async () => {
      const product = lab.open();
      const key = lab.simulator.openai.keyOf('pro');
      const first = (await typed(key, {}, product)).account;
      assert.equal((await typed(key, {}, product)).account.id, first.id);
      const project = { organization: 'org-SimGrace02', project: 'proj_SimGrace02' };
      const second = (await typed(key, project, product)).account;
      assert.notEqual(second.id, first.id);
      assert.notEqual(second.label, first.label);
      assert.equal(ending(await product.ask(second, 'hello')), 'complete');
      assert.equal(headers().get('OpenAI-Organization'), 'org-SimGrace02');
      assert.equal(headers().get('OpenAI-Project'), 'proj_SimGrace02');
    });

    it('that OpenAI does not take are refused with its words, and nothing is kept', async () => {
      const product = lab.open();
      const unknown = await typed(`sk-${'x'.repeat(30)}`, {}, product).then(() => null, failureOf);
      assert.deepEqual(unknown, { code: 'key-refused', detail: 'OpenAI does not know this key.' });
      const elsewhere = await typed(lab.simulator.openai.keyOf('pro'), { organization: 'org-other' }, product).catch(
        failureOf,
      );
      assert.ok('code' in elsewhere && elsewhere.code === 'key-refused' && elsewhere.detail.includes('organization'));
      assert.equal(product.accounts.list.length, 0);
    });

    const passing: readonly (readonly [FaultName, FailureCode])[] = [
      ['server-error', 'server'],
      ['rate-limit', 'rate-limited'],
      ['firewall', 'web-page'],
      ['region', 'region'],
    ];
    for (const [named, code] of passing) {
      it(`are not blamed for ${named}`, async () => {
        lab.simulator.script({ host: 'api', path: '/models', named });
        assert.equal((await typed(lab.simulator.openai.keyOf('pro')).then(() => null, failureOf))?.code, code);
      });
    }

    it('are looked at while they are typed', () => {
      const method = lab.open().maestro.vendors[0]?.methods.find(({ id }) => id === 'api-key');
      assert.ok(method?.kind === 'form');
      const problem = (id: string, text: string): boolean =>
        method.fields.find((field) => field.id === id)?.problem(text) !== null;
      const bad = [
        'sk-ant-api03-xxxxxxxxxxxxxxxxxxxx',
        'AIzaSyxxxxxxxxxxxxxxxxxxxxxxxx',
        'sk-12345678901234567',
        'sk-1234567890 1234567890',
      ];
      assert.deepEqual(
        bad.map((text) => problem('key', text)),
        bad.map(() => true),
      );
      assert.equal(problem('key', 'sk-123456789012345678'), false);
      assert.deepEqual([problem('organization', 'org-1'), problem('organization', 'proj_1')], [false, true]);
      assert.deepEqual([problem('project', 'proj_1'), problem('project', 'org-1')], [false, true]);
    });

    it('that are revoked later ask for a new sign-in and stay', async () => {
      const product = lab.open();
      const { account } = await typed(lab.simulator.openai.keyOf('team'), {}, product);
      lab.simulator.openai.revokeKey(lab.simulator.openai.keyOf('team'));
      assert.equal(ending(await product.ask(account, 'hello')), 'credential-rejected');
      assert.equal(product.accounts.list.length, 1);
      assert.equal(await product.maestro.signOut(account.id, { revoke: true }), null);
      assert.equal(lab.simulator.journal.filter(({ path }) => path.includes('revoke')).length, 0);
    });
  });

  describe('of organizations that are not verified', () => {
    it('say which setting to change, and then work', async () => {
      const product = lab.open();
      const { account } = await typed(lab.simulator.openai.keyOf('pro'), {}, product);
      const message = 'Your organization must be verified to generate reasoning summaries.';
      const error = { message, type: 'invalid_request_error', param: 'reasoning.summary', code: 'unsupported_value' };
      lab.simulator.script({ host: 'api', path: '/responses', status: 400, body: { error } });
      const end = (await product.ask(account, 'hello')).at(-1);
      assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code === 'bad-setting');
      const { setting } = end.outcome.failure;
      const changed = lab.open({ settings: { [setting]: false } });
      const again = await typed(lab.simulator.openai.keyOf('pro'), {}, changed);
      assert.equal(ending(await changed.ask(again.account, 'hello')), 'complete');
      assert.doesNotMatch(lab.simulator.journal.findLast(({ path }) => path === '/responses')?.body ?? '', /"summary"/);
    });
  });

  describe('in the environment', () => {
    const taken = (
      environment: Readonly<Record<string, string>>,
      confirms = true,
      product = lab.open({ environment }),
    ) => product.signInBy('openai', 'environment', { confirms });

    it('are copied after a question, with their organization and project', async () => {
      const key = lab.simulator.openai.keyOf('pro');
      const project = { OPENAI_ORG_ID: 'org-SimGrace02', OPENAI_PROJECT_ID: 'proj_SimGrace02' };
      const { account, credential } = await taken({ OPENAI_API_KEY: ` ${key}\n`, ...project });
      assert.deepEqual([account.method, account.label], ['api-key', 'OpenAI key …0000']);
      assert.ok(credential.kind === 'api-key' && credential.project === 'proj_SimGrace02');
    });

    it('are left where they are if the person declines', async () => {
      const environment = { OPENAI_API_KEY: lab.simulator.openai.keyOf('pro') };
      assert.equal((await taken(environment, false).then(() => null, failureOf))?.code, 'sign-in-cancelled');
      assert.equal(lab.simulator.journal.length, 0);
    });

    it('that are meant for a gateway do not go to OpenAI', async () => {
      const environment = {
        OPENAI_API_KEY: lab.simulator.openai.keyOf('pro'),
        OPENAI_BASE_URL: 'https://gateway.example/v1',
      };
      const failure = await taken(environment).then(() => null, failureOf);
      assert.ok(failure?.code === 'bad-setting' && failure.setting === 'maestro.openai.apiBaseUrl');
      assert.equal(lab.simulator.journal.length, 0);
    });

    it('that are missing or of somebody else are not offered', async () => {
      for (const environment of [{}, { OPENAI_API_KEY: 'sk-ant-api03-xxxxxxxxxxxxxxxxxxxx' }]) {
        assert.equal((await taken(environment).then(() => null, failureOf))?.code, 'nothing-to-import');
      }
    });
  });

  describe('of the Codex CLI', () => {
    const imported = (path: string, content: unknown, options: ProductOptions = {}) =>
      lab
        .open({
          files: { [path]: typeof content === 'string' ? content : JSON.stringify(content) },
          ...options,
        })
        .signInBy('openai', 'codex', new PersonAtBrowser());
    const usual = '~/.codex/auth.json';

    it('are copied', async () => {
      const key = lab.simulator.openai.keyOf('pro');
      const { account } = await imported(usual, { auth_mode: 'apikey', OPENAI_API_KEY: key, tokens: null });
      assert.equal(account.method, 'api-key');
      const elsewhere = { environment: { CODEX_HOME: '/home/ada/codex/' } };
      assert.equal(
        (await imported('/home/ada/codex/auth.json', { OPENAI_API_KEY: key }, elsewhere)).account.id,
        account.id,
      );
    });

    it('are left alone where there is a session: Maestro signs in by itself, to the same person', async () => {
      const codex = await signInAs(lab.simulator, 'pro');
      const tokens = { id_token: codex.id, access_token: codex.access, refresh_token: codex.refresh };
      const before = lab.simulator.journal.length;
      const { account, credential } = await imported(usual, {
        auth_mode: 'chatgpt',
        OPENAI_API_KEY: 'sk-minted',
        tokens,
      });
      const { query } = lab.simulator.journal.find(
        ({ path }, index) => index >= before && path === '/oauth/authorize',
      ) ?? {
        query: '',
      };
      assert.equal(new URLSearchParams(query).get('login_hint'), 'grace@example.com');
      assert.equal(account.method, 'chatgpt');
      assert.ok(credential.kind === 'oauth' && credential.tokens.refresh?.reveal() !== codex.refresh);
      assert.ok(lab.simulator.journal.slice(before).every(({ body }) => !body.includes(codex.refresh)));
    });

    it('whose session cannot be read are signed in to without a hint', async () => {
      const { account } = await imported(usual, { tokens: { id_token: 'not a token' } });
      assert.equal(account.email, 'ada@example.com');
      const { query } = lab.simulator.journal.findLast(({ path }) => path === '/oauth/authorize') ?? { query: '' };
      assert.equal(new URLSearchParams(query).get('login_hint'), null);
    });

    it('that are not there, or cannot be used, are said to be so', async () => {
      const failures = await Promise.all(
        [
          imported('/elsewhere', {}),
          imported(usual, '{oops'),
          imported(usual, { OPENAI_API_KEY: null, tokens: {} }),
          imported(usual, []),
        ].map((work) => work.then(() => null, failureOf)),
      );
      assert.deepEqual(
        failures.map((failure) => failure?.code),
        failures.map(() => 'nothing-to-import'),
      );
    });
  });
});
