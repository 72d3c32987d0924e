import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { arrayAt, member, numberAt, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { authorizationParameters, decideConsent, type SessionTokens, signInAs } from '../simulator/openai/person.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { apiHeaders, bodyOf, chatgptHeaders, eventsOf, textOf } from '../simulator/openai/requests.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange } from '../simulator/wire.ts';

describe('simulator: ChatGPT backend beside inference', () => {
  let simulator: Simulator;
  let plus: SessionTokens;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
    plus = await signInAs(simulator, 'plus');
  });
  after(() => simulator.close());

  const get = (path: string, session: SessionTokens, more: HeaderPairs = []) =>
    exchange(simulator.chatgptBaseUrl + path, { headers: [...chatgptHeaders(session), ...more] });
  const ask = (session: SessionTokens, more: HeaderPairs = []) =>
    exchange(`${simulator.chatgptBaseUrl}/codex/responses`, {
      method: 'POST',
      headers: [...chatgptHeaders(session), ...more],
      body: JSON.stringify(bodyOf('Who am I?')),
    });
  const slugsFor = async (version: string) => {
    const answer = parseJson((await get(`/codex/models?client_version=${version}`, plus)).body);
    return arrayAt(answer, 'models').map((model) => stringAt(model, 'slug'));
  };

  it('lists the models that the client is new enough for', async () => {
    assert.ok((await slugsFor('0.157.0')).includes('gpt-5.6-luna'));
    const old = await slugsFor('0.9.0');
    assert.ok(old.includes('gpt-5.6-sol') && !old.includes('gpt-5.6-luna'));
    for (const path of ['/codex/models', '/codex/models?client_version=1.0', '/codex/models?client_version=v1.0.0']) {
      assert.equal((await get(path, plus)).status, 400, path);
    }
  });

  it('answers 304 to a client that has the list, and says on every answer which list counts', async () => {
    const path = '/codex/models?client_version=1.0.0';
    const etag = String((await get(path, plus)).headers['etag']);
    const again = await get(path, plus, [['If-None-Match', etag]]);
    assert.deepEqual([again.status, again.body], [304, '']);
    assert.equal((await ask(plus)).headers['x-models-etag'], etag);
    simulator.openai.replaceModels(['gpt-5.5', 'gpt-7']);
    assert.equal((await get(path, plus, [['If-None-Match', etag]])).status, 200);
    assert.notEqual((await ask(plus)).headers['x-models-etag'], etag);
    assert.deepEqual(await slugsFor('1.0.0'), ['gpt-5.5', 'gpt-7']);
  });

  it('tells the same use of the plan in headers, event and usage', async () => {
    const answer = await ask(plus);
    const event = eventsOf(answer).find((one) => stringAt(one, 'type') === 'codex.rate_limits');
    const primary = objectAt(member(event, 'rate_limits'), 'primary');
    const usage = parseJson((await get('/wham/usage', plus)).body);
    const window = objectAt(member(usage, 'rate_limit'), 'primary_window');
    assert.equal(stringAt(usage, 'plan_type'), 'plus');
    const header = (name: string): number => Number(answer.headers[`x-codex-primary-${name}`]);
    assert.deepEqual(
      [numberAt(primary, 'used_percent'), numberAt(window, 'used_percent')],
      [header('used-percent'), header('used-percent')],
    );
    assert.equal(numberAt(primary, 'window_minutes'), header('window-minutes'));
    assert.equal(numberAt(window, 'limit_window_seconds'), header('window-minutes') * 60);
  });

  it('takes requests for a government workspace only with its header, and for others only without', async () => {
    const fedramp = await signInAs(simulator, 'fedramp');
    const header = [['X-OpenAI-Fedramp', 'true']] as const;
    assert.deepEqual([(await ask(fedramp)).status, (await ask(fedramp, header)).status], [403, 200]);
    assert.equal((await get('/wham/usage', fedramp)).status, 403);
    assert.equal((await ask(plus, header)).status, 403);
  });

  it('lets a person with two workspaces choose, unless the program allows one only', async () => {
    const own = await signInAs(simulator, 'freelancer');
    const client = await signInAs(simulator, 'freelancer-at-client');
    assert.equal(own.persona.sub, client.persona.sub);
    assert.equal((await ask({ ...own, persona: client.persona })).status, 400);
    assert.match(textOf(await ask(client)), /plan `business`/);
    const urlFor = (workspaces: string): string =>
      `${simulator.authBaseUrl}/oauth/authorize?${new URLSearchParams({ ...authorizationParameters, allowed_workspace_id: workspaces })}`;
    const url = urlFor(`${personaOf('team').accountId},${client.persona.accountId}`);
    const page = await exchange(url);
    assert.equal(page.body.match(/type="radio"/g)?.length, 2);
    await assert.rejects(decideConsent(url, 'freelancer'), /400/);
    assert.ok((await decideConsent(url, 'freelancer-at-client')).searchParams.has('code'));
    assert.equal((await exchange(urlFor('acc-unknown'))).status, 400);
  });

  it('gives everybody an API key on the platform, which can be revoked alone', async () => {
    const statusOf = async (key: string, more: HeaderPairs = []) =>
      (await exchange(`${simulator.apiBaseUrl}/models`, { headers: [...apiHeaders(key), ...more] })).status;
    const key = simulator.openai.keyOf('pro');
    const { id = '', projectId = '' } = personaOf('pro').organization ?? {};
    const named = [
      ['OpenAI-Organization', id],
      ['OpenAI-Project', projectId],
    ] as const;
    assert.deepEqual([await statusOf(key), await statusOf(key, named)], [200, 200]);
    assert.equal(await statusOf(key, named.toReversed()), 400);
    assert.equal(await statusOf(simulator.openai.keyOf('plus'), named), 401);
    assert.ok(simulator.secrets.includes(key));
    simulator.openai.revokeKey(key);
    assert.deepEqual([await statusOf(key), await statusOf(simulator.openai.keyOf('plus'))], [401, 200]);
  });
});
