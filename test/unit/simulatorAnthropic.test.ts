import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { arrayAt, member, numberAt, parseJson, stringAt } from '../../src/core/json.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';
import {
  answered,
  ask,
  bodyOf,
  eventsOf,
  headersOf,
  messageOf,
  result,
  said,
  textOf,
  use,
  weather,
} from './simulatorAnthropicWire.ts';

describe('simulator: Anthropic API', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
  });
  after(() => simulator.close());

  const key = (): readonly [string, string] => ['x-api-key', simulator.anthropic.keyOf('developer')];
  describe('messages', () => {
    it('are answered in the vendor’s order of events', async () => {
      const answer = await ask(simulator, bodyOf('What is the capital of France?'));
      assert.match(String(answer.headers['content-type']), /^text\/event-stream/);
      const types = eventsOf(answer).map((event) => stringAt(event, 'type'));
      assert.deepEqual(
        [...new Set(types)],
        [
          'message_start',
          'content_block_start',
          'content_block_delta',
          'content_block_stop',
          'ping',
          'message_delta',
          'message_stop',
        ],
      );
      assert.match(textOf(answer), /\*\*Paris\*\*/);
    });

    it('are answered as one JSON object without stream, the same', async () => {
      const question = bodyOf('Please think, and call weather with {"city":"Paris"}', {
        stream: false,
        tools: [weather],
        thinking: { type: 'adaptive', display: 'summarized' },
      });
      const message = parseJson((await ask(simulator, question)).body);
      assert.deepEqual(
        arrayAt(message, 'content').map((block) => stringAt(block, 'type')),
        ['thinking', 'tool_use'],
      );
      assert.deepEqual(member(arrayAt(message, 'content')[1], 'input'), { city: 'Paris' });
      assert.equal(stringAt(message, 'stop_reason'), 'tool_use');
      assert.ok((numberAt(member(message, 'usage'), 'output_tokens') ?? 0) > 0);
    });

    it('insist on presence, case and order of the headers', async () => {
      const right = headersOf(key());
      assert.equal((await ask(simulator, bodyOf('Hi'), right)).status, 200);
      for (const [index, [name, value]] of right.entries()) {
        assert.ok((await ask(simulator, bodyOf('Hi'), right.toSpliced(index, 1))).status >= 400, `without ${name}`);
        const shouted = right.toSpliced(index, 1, [name.toUpperCase(), value]);
        assert.match(messageOf(await ask(simulator, bodyOf('Hi'), shouted)), /in this order and case/, name);
        const moved = [...right.slice(index + 1), ...right.slice(0, index + 1)];
        assert.equal(
          (await ask(simulator, bodyOf('Hi'), moved)).status,
          index === right.length - 1 ? 200 : 400,
          `${name} moved`,
        );
      }
    });

    it('insist on their values', async () => {
      const token = simulator.anthropic.tokenOf('developer');
      const beta = 'oauth-2025-04-20';
      const wrongs: readonly (readonly [headers: HeaderPairs, status: number])[] = [
        [headersOf(['x-api-key', 'sk-ant-api03-made-up']), 401],
        [headersOf(['x-api-key', token]), 401],
        [headersOf(['authorization', `Bearer ${token}`]), 401],
        [headersOf(['authorization', `Basic ${token}`], beta), 401],
        [headersOf(['authorization', 'Bearer made-up'], beta), 401],
        [headersOf(['authorization', `Bearer ${token}`], 'other', beta), 200],
        [headersOf(key(), ''), 400],
        [[...headersOf(key()), ['authorization', `Bearer ${token}`]], 400],
      ];
      for (const [headers, status] of wrongs)
        assert.equal((await ask(simulator, bodyOf('Hi'), headers)).status, status);
      for (const [index, value] of [
        [1, '2020-01-01'],
        [2, 'claude-cli/2.0'],
        [5, 'text/plain'],
      ] as const) {
        const headers = headersOf(key()).map(([name, old], at) => [name, at === index ? value : old] as const);
        assert.equal((await ask(simulator, bodyOf('Hi'), headers)).status, 400, value);
      }
    });

    it('take at most four marks for the cache', async () => {
      const mark = { cache_control: { type: 'ephemeral' } };
      const marked = (count: number): object =>
        bodyOf('', { messages: [said(...Array(count).fill({ type: 'text', text: 'a', ...mark }))] });
      assert.equal((await ask(simulator, marked(4))).status, 200);
      assert.match(messageOf(await ask(simulator, marked(5))), /maximum of 4 blocks/);
    });

    it('take thinking back from whom they gave it, unchanged and after the same words', async () => {
      const asked = (more: object = {}): object =>
        bodyOf('Please think.', {
          model: 'claude-opus-5-5',
          thinking: { type: 'adaptive', display: 'summarized' },
          ...more,
        });
      const events = eventsOf(await ask(simulator, asked()));
      const thought = (name: string): string =>
        events.map((event) => stringAt(member(event, 'delta'), name) ?? '').join('');
      const block = { type: 'thinking', thinking: thought('thinking'), signature: thought('signature') };
      const back = (changed: object = {}, more: object = {}): object =>
        asked({
          messages: [
            said('Please think.'),
            answered({ ...block, ...changed }, { type: 'text', text: 'Thought.' }),
            said('And?'),
          ],
          ...more,
        });
      assert.equal((await ask(simulator, back())).status, 200);
      assert.match(messageOf(await ask(simulator, back({ thinking: 'other' }))), /Invalid `signature`/);
      assert.match(messageOf(await ask(simulator, back({}, { system: 'New' }))), /different conversation/);
      assert.match(messageOf(await ask(simulator, back({}, { model: 'claude-opus-5' }))), /Invalid `signature`/);
      const other = headersOf(['x-api-key', simulator.anthropic.keyOf('company')]);
      assert.match(messageOf(await ask(simulator, back(), other)), /Invalid `signature`/);
    });

    it('show thinking only where it is asked for', async () => {
      const shown = async (more: object): Promise<boolean> =>
        /thinking_delta/.test((await ask(simulator, bodyOf('Please think.', more))).body);
      assert.equal(await shown({}), false);
      assert.equal(await shown({ thinking: { type: 'adaptive', display: 'summarized' } }), true);
      assert.equal(await shown({ model: 'claude-haiku-4-5' }), false);
    });

    it('tell who asks over what, and report what tools said', async () => {
      assert.match(textOf(await ask(simulator, bodyOf('Who am I?'))), /Ada Lovelace.*the Messages API with a key/);
      const history = [said('q'), answered(use('a')), said(result('a', { content: 'sunny' }))];
      assert.equal(
        textOf(await ask(simulator, bodyOf('', { tools: [weather], messages: history }))),
        'The tool `weather` says: sunny',
      );
    });

    it('are refused to keys and sessions that were ended', async () => {
      const other = await startSimulator({ deltaMs: 0 });
      const headers = headersOf(['x-api-key', other.anthropic.keyOf('developer')]);
      const url = `${other.anthropic.apiBaseUrl}/v1/messages`;
      const body = JSON.stringify(bodyOf('Hi'));
      assert.equal((await exchange(url, { method: 'POST', headers, body })).status, 200);
      other.revokeEverything();
      assert.equal((await exchange(url, { method: 'POST', headers, body })).status, 401);
      await other.close();
    });
  });

  describe('models', () => {
    const list = (query: string): Promise<WireAnswer> =>
      exchange(`${simulator.anthropic.apiBaseUrl}/v1/models${query}`, { headers: headersOf(key()).slice(0, -1) });

    it('come in pages', async () => {
      const first = parseJson((await list('?limit=2')).body);
      assert.equal(arrayAt(first, 'data').length, 2);
      assert.equal(member(first, 'has_more'), true);
      const second = parseJson((await list(`?limit=1000&after_id=${stringAt(first, 'last_id')}`)).body);
      assert.equal(arrayAt(second, 'data').length, 3);
      assert.equal(member(second, 'has_more'), false);
    });

    it('know their limits', async () => {
      for (const query of ['?limit=0', '?limit=1001', '?limit=x', '?after_id=nobody']) {
        assert.equal((await list(query)).status, 400, query);
      }
      assert.equal(
        (await exchange(`${simulator.anthropic.apiBaseUrl}/v1/else`, { headers: headersOf(key()).slice(0, -1) }))
          .status,
        404,
      );
      assert.equal((await exchange(`${simulator.anthropic.apiBaseUrl}/v1/models`)).status, 401);
    });
  });
});
