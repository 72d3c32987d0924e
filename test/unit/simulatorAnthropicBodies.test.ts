import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { answered, ask, bodyOf, messageOf, result, said, use, weather } from './simulatorAnthropicWire.ts';

const pixel = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } };

describe('simulator: Anthropic request bodies', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
  });
  after(() => simulator.close());

  const wrongBodies: readonly (readonly [change: object, message: RegExp])[] = [
    [{ temperature: 1 }, /temperature: Extra inputs/],
    [{ model: undefined }, /model: Field required/],
    [{ model: 'claude-2' }, /model: claude-2/],
    [{ max_tokens: undefined }, /max_tokens: Field required/],
    [{ max_tokens: 0 }, /greater than or equal to 1/],
    [{ max_tokens: 200_000 }, /200000 > 128000/],
    [{ system: [{ type: 'text', text: ' ' }] }, /system\.0/],
    [{ system: 7 }, /system/],
    [{ tools: [{ name: 'a b' }] }, /should match pattern/],
    [{ tools: [{ name: 'a' }] }, /input_schema: Field required/],
    [{ tools: [{ name: 'a', input_schema: {} }] }, /input_schema\.type/],
    [{ tool_choice: { type: 'auto' } }, /while providing `tools`/],
    [{ tools: [weather], tool_choice: { type: 'must' } }, /'must'/],
    [{ messages: [] }, /at least one message/],
    [{ messages: [{ role: 'system', content: 'x' }] }, /'user' or 'assistant'/],
    [{ messages: [said()] }, /non-empty content/],
    [{ messages: [said(' ')] }, /non-whitespace/],
    [{ messages: [said('q'), answered({ type: 'text', text: 'a' })] }, /prefill/],
    [{ messages: [said(use('a'))] }, /'tool_use' is not allowed for user/],
    [{ messages: [said({ ...pixel, source: { type: 'url' } })] }, /image\.source/],
    [{ messages: [said({ ...pixel, source: { ...pixel.source, media_type: 'image/bmp' } })] }, /media_type/],
    [{ messages: [said({ ...pixel, source: { ...pixel.source, data: '@@@' } })] }, /invalid base64/],
    [{ tools: [weather], messages: [said('q'), answered(use('a')), said('so?')] }, /without `tool_result` blocks/],
    [{ tools: [weather], messages: [said(result('a'))] }, /unexpected `tool_use_id`/],
    [{ tools: [weather], messages: [said('q'), answered(use('a')), said('x', result('a'))] }, /must come first/],
    [{ tools: [weather], messages: [said('q'), answered(use('a.b')), said(result('a.b'))] }, /should match pattern/],
    [{ tools: [weather], messages: [said('q'), answered(use('a')), said(result('a'), result('a'))] }, /single result/],
    [
      {
        tools: [weather],
        messages: [said('q'), answered(use('a')), said(result('a')), answered(use('a')), said(result('a'))],
      },
      /must be unique/,
    ],
    [{ messages: [said('q'), answered(use('a')), said(result('a'))] }, /must define tools/],
    [
      {
        tools: [weather],
        messages: [said('q'), answered(use('a')), said(result('a', { is_error: true, content: [pixel] }))],
      },
      /all content must be type "text"/,
    ],
    [{ thinking: { type: 'enabled', budget_tokens: 2_000 } }, /"thinking\.type\.enabled" is not supported/],
    [{ model: 'claude-opus-5-5', thinking: { type: 'disabled' } }, /"thinking\.type\.disabled" is not supported/],
    [{ output_config: { effort: 'huge' } }, /effort: 'huge'/],
    [{ thinking: { type: 'disabled' }, output_config: { effort: 'max' } }, /not supported at max/],
    [{ tools: [weather], tool_choice: { type: 'any' } }, /may not be enabled when tool_choice forces/],
    [{ model: 'claude-opus-5-5', tools: [weather], tool_choice: { type: 'any' } }, /not supported for this model/],
    [{ model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 7 } }, /at least 1024/],
    [{ model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 1_024 } }, /greater than `thinking/],
    [
      {
        model: 'claude-haiku-4-5',
        max_tokens: 4_000,
        thinking: { type: 'enabled', budget_tokens: 1_024 },
        tools: [weather],
        messages: [said('q'), answered(use('a')), said(result('a'))],
      },
      /Expected `thinking`/,
    ],
    [
      {
        messages: [
          said('q'),
          answered({ type: 'thinking', thinking: 'x', signature: 'made-up' }, { type: 'text', text: 'a' }),
          said('so?'),
        ],
      },
      /Invalid `signature`/,
    ],
  ];
  for (const [change, message] of wrongBodies) {
    it(`refuses ${JSON.stringify(change).slice(0, 60)}: ${message.source}`, async () => {
      const answer = await ask(simulator, bodyOf('Hello', change));
      assert.ok(answer.status === 400 || answer.status === 404);
      assert.match(messageOf(answer), message);
    });
  }
});
