import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { arrayAt, member, parseJson, stringAt } from '../../src/core/json.ts';
import { type SessionTokens, signInAs } from '../simulator/openai/person.ts';
import { apiHeaders, bodyOf, chatgptHeaders, eventsOf, message, textOf } from '../simulator/openai/requests.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, postForm, type WireAnswer } from '../simulator/wire.ts';

describe('simulator: inference hosts', () => {
  let simulator: Simulator;
  let plus: SessionTokens;
  let enterprise: SessionTokens;
  let key: string;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
    plus = await signInAs(simulator, 'plus');
    enterprise = await signInAs(simulator, 'enterprise');
    const traded = await postForm(`${simulator.authBaseUrl}/oauth/token`, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      requested_token: 'openai-api-key',
      subject_token: enterprise.id,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
    key = stringAt(parseJson(traded.body), 'access_token') ?? '';
  });
  after(() => simulator.close());

  const askChatgpt = (body: object = bodyOf('Hello'), headers: HeaderPairs = chatgptHeaders(plus)) =>
    exchange(`${simulator.chatgptBaseUrl}/codex/responses`, { method: 'POST', headers, body: JSON.stringify(body) });
  const askApi = (body: object = bodyOf('Hello'), headers: HeaderPairs = apiHeaders(key)) =>
    exchange(`${simulator.apiBaseUrl}/responses`, { method: 'POST', headers, body: JSON.stringify(body) });

  describe('ChatGPT backend', () => {
    it('answers a correct request', async () => {
      const answer = await askChatgpt();
      assert.equal(answer.status, 200);
      assert.match(String(answer.headers['content-type']), /^text\/event-stream/);
      assert.match(textOf(answer), /Hello Ada! You said: “Hello”/);
    });

    it('insists on presence, case and order of its five headers, and on nothing in between', async () => {
      const right = chatgptHeaders(plus);
      const between = right.flatMap((pair) => [pair, ['Accept', 'text/event-stream'] as const]).slice(0, 4);
      assert.equal((await askChatgpt(bodyOf('Hi'), [...between, ...right.slice(2)])).status, 200);
      for (const [index, [name, value]] of right.entries()) {
        const without = right.toSpliced(index, 1);
        assert.ok((await askChatgpt(bodyOf('Hi'), without)).status >= 400, `without ${name}`);
        const flipped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
        const otherCase = await askChatgpt(bodyOf('Hi'), right.toSpliced(index, 1, [flipped, value]));
        assert.match(detailOf(otherCase), /in this order and case/, name);
        const moved = await askChatgpt(bodyOf('Hi'), [...right.slice(index + 1), ...right.slice(0, index + 1)]);
        assert.equal(moved.status, index === right.length - 1 ? 200 : 400, `${name} moved`);
      }
    });

    it('insists on the values of its headers', async () => {
      const wrongs: readonly (readonly [index: number, value: string, status: number])[] = [
        [0, 'Bearer made-up', 401],
        [0, `Basic ${plus.access}`, 401],
        [0, `Bearer ${key}`, 401],
        [0, `Bearer ${enterprise.access}`, 400],
        [1, enterprise.persona.accountId, 400],
        [2, 'text/plain', 400],
        [3, 'responses=v2', 400],
        [4, 'codex_cli_rs/1.0', 400],
      ];
      for (const [index, value, status] of wrongs) {
        const headers = chatgptHeaders(plus).map(([name, old], at) => [name, at === index ? value : old] as const);
        assert.equal((await askChatgpt(bodyOf('Hi'), headers)).status, status, value.slice(0, 30));
      }
    });

    const wrongBodies: readonly (readonly [change: Readonly<Record<string, unknown>>, detail: RegExp])[] = [
      [{ store: true }, /^Store must be set to false$/],
      [{ store: undefined }, /^Store must be set to false$/],
      [{ stream: false }, /^Stream must be set to true$/],
      [{ instructions: undefined }, /^Instructions are required$/],
      [{ instructions: '  ' }, /^Instructions are required$/],
      [{ input: 'Hello' }, /must be a list/],
      [{ input: [] }, /must not be empty/],
      [{ model: 'gpt-3' }, /^The 'gpt-3' model is not supported when using Codex with a ChatGPT account\.$/],
      [{ max_output_tokens: 5 }, /^Unsupported parameter: max_output_tokens$/],
      [{ temperature: 1 }, /^Unsupported parameter: temperature$/],
      [{ previous_response_id: 'resp_1' }, /^Unsupported parameter: previous_response_id$/],
      [{ text: { verbosity: 'chatty' } }, /text\.verbosity/],
      [{ prompt_cache_key: 'k'.repeat(65) }, /prompt_cache_key/],
      [{ input: [message('assistant', 'input_text', 'Hi')] }, /'input_text'\. Supported values are: 'output_text'/],
      [{ input: [message('user', 'output_text', 'Hi')] }, /'output_text'/],
      [{ input: [message('system', 'input_text', 'Hi')] }, /System messages are not allowed/],
      [{ input: [{ type: 'function_call', name: 'f', arguments: '{}', call_id: 'c1' }] }, /No tool output found/],
      [{ input: [{ type: 'function_call_output', call_id: 'c1', output: '' }] }, /No tool call found/],
    ];
    for (const [change, detail] of wrongBodies) {
      it(`refuses ${JSON.stringify(change).slice(0, 70)}`, async () => {
        const answer = await askChatgpt({ ...bodyOf('Hello'), ...change });
        assert.equal(answer.status, 400);
        assert.match(detailOf(answer), detail);
      });
    }

    it('takes enterprise sessions too, and refuses expired and revoked ones by their codes', async () => {
      const team = await signInAs(simulator, 'team');
      assert.equal((await askChatgpt(bodyOf('Hi'), chatgptHeaders(enterprise))).status, 200);
      simulator.expireAccessTokens();
      assert.match((await askChatgpt(bodyOf('Hi'), chatgptHeaders(team))).body, /token_expired/);
      plus = await signInAs(simulator, 'plus');
      const body = JSON.stringify({ token: team.access, token_type_hint: 'access_token' });
      const headers = [['Content-Type', 'application/json']] as const;
      await exchange(`${simulator.authBaseUrl}/oauth/revoke`, { method: 'POST', headers, body });
      assert.match((await askChatgpt(bodyOf('Hi'), chatgptHeaders(team))).body, /token_invalidated/);
    });
  });

  describe('platform API', () => {
    it('refuses what a model does not do: to be told how much to say, and to stream', async () => {
      const own = await startSimulator({ deltaMs: 0, models: ['gpt-5.3-codex', 'gpt-5-pro'] });
      const headers = apiHeaders(own.openai.keyOf('pro'));
      const ask = (model: string, over: object): Promise<WireAnswer> => {
        const body = JSON.stringify({ ...bodyOf('Hi'), model, ...over });
        return exchange(`${own.apiBaseUrl}/responses`, { method: 'POST', headers, body });
      };
      const chatty = await ask('gpt-5.3-codex', { text: { verbosity: 'high' } });
      assert.deepEqual([chatty.status, /text\.verbosity/.test(chatty.body)], [400, true]);
      const streamed = await ask('gpt-5-pro', {});
      assert.deepEqual([streamed.status, /'stream' does not support/.test(streamed.body)], [400, true]);
      assert.equal((await ask('gpt-5-pro', { stream: false })).status, 200);
      await own.close();
    });

    it('answers with an exchanged key', async () => {
      assert.match(textOf(await askApi(bodyOf('Who am I?'))), /Katherine Johnson.*the platform API/);
    });

    it('refuses a ChatGPT access token and names the missing scope', async () => {
      const answer = await askApi(bodyOf('Hi'), apiHeaders(plus.access));
      assert.equal(answer.status, 401);
      assert.match(answer.body, /Missing scopes: api\.responses\.write/);
      assert.equal((await askApi(bodyOf('Hi'), apiHeaders('sk-made-up'))).status, 401);
    });

    it('insists on version and on the order of its headers', async () => {
      const organization = enterprise.persona.organization;
      const named = [
        ['OpenAI-Organization', organization?.id ?? ''],
        ['OpenAI-Project', organization?.projectId ?? ''],
      ] as const;
      const [authorization, version, ...rest] = apiHeaders(key);
      assert.ok(authorization !== undefined && version !== undefined);
      const ask = async (...headers: HeaderPairs) => (await askApi(bodyOf('Hi'), [...headers, ...rest])).status;
      assert.equal(await ask(authorization, version, ...named), 200);
      assert.equal(await ask(authorization), 400);
      assert.equal(await ask(version, authorization), 400);
      assert.equal(await ask(authorization, version, ...named.toReversed()), 400);
      assert.equal(await ask(authorization, ['Version', '1.0.0']), 400);
      assert.equal(await ask(authorization, version, ['OpenAI-Organization', 'org-other']), 401);
      assert.equal(await ask(authorization, version, ['OpenAI-Project', 'proj-other']), 401);
    });

    it('lists its models for a health request', async () => {
      const answer = await exchange(`${simulator.apiBaseUrl}/models`, { headers: apiHeaders(key) });
      assert.equal(answer.status, 200);
      assert.ok(arrayAt(parseJson(answer.body), 'data').some((model) => stringAt(model, 'id') === 'gpt-5.5'));
      assert.equal((await exchange(`${simulator.apiBaseUrl}/models`)).status, 401);
    });

    it('refuses unknown models and parameters in its own shape', async () => {
      const model = await askApi({ ...bodyOf('Hi'), model: 'gpt-3' });
      assert.equal(model.status, 404);
      assert.match(model.body, /model_not_found/);
      assert.match((await askApi({ ...bodyOf('Hi'), colour: 'red' })).body, /unknown_parameter/);
    });

    it('answers as one JSON object without stream', async () => {
      const answer = parseJson((await askApi({ ...bodyOf('capital of France'), stream: false })).body);
      assert.equal(stringAt(answer, 'status'), 'completed');
    });
  });

  describe('answers', () => {
    it('come in the vendor’s event order, numbered, with the same text three times over', async () => {
      const answer = await askChatgpt(bodyOf('What is the capital of France?'));
      const events = eventsOf(answer);
      const types = events.map((event) => stringAt(event, 'type'));
      assert.deepEqual(
        [...new Set(types)],
        [
          'response.created',
          'response.in_progress',
          'response.output_item.added',
          'response.content_part.added',
          'response.output_text.delta',
          'response.output_text.done',
          'response.content_part.done',
          'response.output_item.done',
          'codex.rate_limits',
          'response.completed',
        ],
      );
      const numbers = events.map((event) => member(event, 'sequence_number')).filter((number) => number !== undefined);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index),
      );
      const done = events.find((event) => stringAt(event, 'type') === 'response.output_text.done');
      assert.equal(stringAt(done, 'text'), textOf(answer));
      assert.match(textOf(answer), /^The capital of France is \*\*Paris\*\*\./);
      const [item] = arrayAt(member(events.at(-1), 'response'), 'output');
      assert.equal(stringAt(arrayAt(item, 'content')[0], 'text'), textOf(answer));
      const usage = member(member(events.at(-1), 'response'), 'usage');
      assert.ok(Number(member(usage, 'total_tokens')) > Number(member(usage, 'output_tokens')));
    });

    it('depend on the history that was sent', async () => {
      const question = 'What is the population of that city?';
      assert.equal(textOf(await askChatgpt(bodyOf(question))), 'Which city do you mean?');
      const body = bodyOf(question);
      const history = [
        message('user', 'input_text', 'The capital of France?'),
        message('assistant', 'output_text', 'Paris.'),
      ];
      assert.match(textOf(await askChatgpt({ ...body, input: [...history, ...body.input] })), /live in Paris/);
    });

    it('show reasoning first, tools as calls, and Markdown', async () => {
      const thought = eventsOf(await askChatgpt(bodyOf('Please think.'))).map((event) => stringAt(event, 'type'));
      const reasoning = thought.indexOf('response.reasoning_summary_text.delta');
      assert.ok(reasoning > 0 && reasoning < thought.indexOf('response.output_text.delta'));
      const call = eventsOf(await askChatgpt(bodyOf('call a tool'))).findLast(
        (event) => member(event, 'item') !== undefined,
      );
      assert.notEqual(parseJson(stringAt(member(call, 'item'), 'arguments') ?? ''), undefined);
      assert.match(textOf(await askChatgpt(bodyOf('show me markdown'))), /```ts\n/);
    });

    it('“write slowly” goes on until the client closes, and the journal says when', async () => {
      simulator.reset();
      const controller = new AbortController();
      const headers = chatgptHeaders(plus);
      const body = JSON.stringify(bodyOf('write slowly'));
      const url = `${simulator.chatgptBaseUrl}/codex/responses`;
      const { promise: firstChunk, resolve: onChunk } = Promise.withResolvers<Buffer>();
      const asked = exchange(url, { method: 'POST', headers, body, signal: controller.signal, onChunk });
      await firstChunk;
      await simulator.waitFor((entry) => entry.sentEvents > 5);
      controller.abort();
      assert.equal((await asked).isComplete, false);
      const entry = await simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
      assert.equal(entry.answeredStatus, 200);
    });
  });
});

function detailOf(answer: WireAnswer): string {
  return stringAt(parseJson(answer.body), 'detail') ?? '';
}
