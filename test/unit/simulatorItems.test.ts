import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { arrayAt, type Json, member, parseJson, stringAt } from '../../src/core/json.ts';
import { apiHeaders, bodyOf, eventsOf, message, textOf } from '../simulator/openai/requests.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';

const weather = {
  type: 'function',
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { enum: [3, 5] } },
    required: ['city', 'days'],
  },
};
const clock = { type: 'function', name: 'get_time', parameters: { type: 'object', properties: {} } };
const sealed = { include: ['reasoning.encrypted_content'] };

describe('simulator: items of a Responses request', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
  });
  after(() => simulator.close());

  const ask = (question: string, change: object = {}, key = simulator.openai.keyOf('plus')) =>
    exchange(`${simulator.apiBaseUrl}/responses`, {
      method: 'POST',
      headers: apiHeaders(key),
      body: JSON.stringify({ ...bodyOf(question), ...change }),
    });

  /** Sends the items of the answer back with what follows them, as a client does with `store: false`. */
  const goOn = (
    question: string,
    items: readonly Json[],
    change: object = {},
    key = simulator.openai.keyOf('plus'),
  ) => {
    const [asked] = bodyOf(question).input;
    const input = [asked, ...items, message('user', 'input_text', 'Thanks. And now?')];
    return ask(question, { input, ...change }, key);
  };

  it('reasoning is sealed only for those who ask, and comes back only whole and from its owner', async () => {
    assert.equal(member(itemsOf(await ask('Please think.'))[0], 'encrypted_content'), undefined);
    const items = itemsOf(await ask('Please think.', sealed));
    assert.deepEqual(
      items.map((item) => stringAt(item, 'type')),
      ['reasoning', 'message'],
    );
    assert.equal((await goOn('Please think.', items)).status, 200);
    const stranger = await goOn('Please think.', items, {}, simulator.openai.keyOf('pro'));
    assert.deepEqual([stranger.status, codeOf(stranger)], [400, 'invalid_encrypted_content']);
    const [reasoning, ...others] = items;
    const cut = `${stringAt(reasoning, 'encrypted_content')}`.slice(0, -1);
    const changed = [{ type: 'reasoning', summary: [], encrypted_content: cut }, ...others];
    assert.equal(codeOf(await goOn('Please think.', changed)), 'invalid_encrypted_content');
    const bare = [{ type: 'reasoning', id: 'rs_1', summary: [] }, ...others];
    assert.match((await goOn('Please think.', bare)).body, /'rs_1' not found/);
    assert.match((await goOn('Please think.', [reasoning ?? null])).body, /without its required following item/);
  });

  it('images are named in the answer, and refused when they are none', async () => {
    const inputWith = (url: string) => {
      const content = [
        { type: 'input_text', text: 'What is this?' },
        { type: 'input_image', image_url: url, detail: 'auto' },
      ];
      return { input: [{ type: 'message', role: 'user', content }] };
    };
    assert.match(textOf(await ask('', inputWith('data:image/png;base64,iVBORw0KGgo='))), /1 image\(s\): image\/png/);
    assert.match(textOf(await ask('', inputWith('https://example.com/a.png'))), /1 image\(s\): link/);
    for (const url of ['data:image/png;base64,@@', 'data:image/bmp;base64,AAAA', 'file:///a.png', '']) {
      assert.equal((await ask('', inputWith(url))).status, 400, url);
    }
  });

  it('tools are called as their schema asks, several at once unless forbidden', async () => {
    const tools = { tools: [weather, clock] };
    const one = callsOf(await ask('call a tool', tools));
    assert.deepEqual(one, [['get_weather', { city: 'sample', days: 3 }]]);
    const both = await ask('Think, then call every tool', { ...tools, ...sealed });
    assert.deepEqual(
      itemsOf(both).map((item) => stringAt(item, 'type')),
      ['reasoning', 'function_call', 'function_call'],
    );
    assert.equal(callsOf(await ask('call every tool', { ...tools, parallel_tool_calls: false })).length, 1);
    const said = 'call get_time with {"zone":{"name":"UTC"}} and call get_weather with {"city":"Rome"}';
    assert.deepEqual(callsOf(await ask(said, tools)), [
      ['get_time', { zone: { name: 'UTC' } }],
      ['get_weather', { city: 'Rome' }],
    ]);
    assert.equal(callsOf(await ask('Hello', { ...tools, tool_choice: 'required' })).length, 1);
    const forced = await ask('Hello', { ...tools, tool_choice: { type: 'function', name: 'get_time' } });
    assert.deepEqual(callsOf(forced), [['get_time', {}]]);
  });

  it('results of tools are in the answer', async () => {
    const items = itemsOf(await ask('Think, then call every tool', { tools: [weather, clock], ...sealed }));
    const results = items
      .filter((item) => stringAt(item, 'type') === 'function_call')
      .map((item) => ({ type: 'function_call_output', call_id: stringAt(item, 'call_id'), output: 'Sunny.' }));
    const [asked] = bodyOf('Think, then call every tool').input;
    const answer = await ask('', { input: [asked, ...items, ...results], tools: [weather, clock] });
    assert.equal(textOf(answer), 'The tool `get_weather` says: Sunny.\nThe tool `get_time` says: Sunny.');
  });

  for (const [change, problem] of [
    [{ tools: [{ ...weather, name: 'get.weather' }] }, /tools\[0\]\.name/],
    [{ tools: [{ ...weather, name: 'x'.repeat(65) }] }, /tools\[0\]\.name/],
    [{ tools: [{ ...weather, parameters: { type: 'string' } }] }, /invalid_function_parameters/],
    [{ tools: [{ ...weather, strict: true }] }, /additionalProperties/],
    [{ tools: [], tool_choice: 'required' }, /tool_choice/],
    [{ tools: [weather], tool_choice: { type: 'function', name: 'other' } }, /tool_choice/],
    [{ include: ['everything'] }, /include/],
    [{ reasoning: { summary: 'long' } }, /reasoning\.summary/],
    [{ input: [{ type: 'function_call', call_id: 'c', name: 'f' }] }, /input\[0\]\.arguments/],
    [{ input: [{ type: 'item_reference', id: 'rs_1' }] }, /input\[0\]\.type/],
  ] as const) {
    it(`refuses ${JSON.stringify(change).slice(0, 80)}`, async () => {
      const answer = await ask('Hello', change);
      assert.equal(answer.status, 400);
      assert.match(answer.body, problem);
    });
  }
});

function itemsOf(answer: WireAnswer): readonly Json[] {
  return arrayAt(member(eventsOf(answer).at(-1), 'response'), 'output');
}

function callsOf(answer: WireAnswer): readonly (readonly [name: string | null, given: Json | undefined])[] {
  const calls = itemsOf(answer).filter((item) => stringAt(item, 'type') === 'function_call');
  return calls.map((item) => [stringAt(item, 'name'), parseJson(stringAt(item, 'arguments') ?? '')]);
}

function codeOf(answer: WireAnswer): string | null {
  return stringAt(member(parseJson(answer.body), 'error'), 'code');
}
