import assert from 'node:assert/strict';
import { type JsonObject, member, numberAt, stringAt } from '../../../src/core/json.ts';
import type { AssistantPart, ChatRequest, Reasoning } from '../../../src/core/model.ts';
import { userMessage } from '../../testMessages.ts';
import { testIssuer, testModel } from '../../testModel.ts';
import { assistant, call, encode, limits, result, weather } from './messagesRequest.ts';

const adaptive: Reasoning = { efforts: ['low', 'medium', 'high', 'xhigh', 'max'], usual: 'high', control: 'adaptive' };
const budget: Reasoning = { efforts: ['none', 'low', 'medium', 'high'], usual: 'none', control: 'budget' };

const thinkingOf = (reasoning: Reasoning, over: Partial<ChatRequest> = {}): JsonObject =>
  encode({ model: testModel({ limits, reasoning }), ...over });

describe('Messages request to think', () => {
  it('is adaptive where the model is, shown in short, with the effort if one is wanted', () => {
    const body = thinkingOf(adaptive);
    assert.deepEqual(member(body, 'thinking'), { type: 'adaptive', display: 'summarized' });
    assert.equal(member(body, 'output_config'), undefined);
    assert.deepEqual(member(thinkingOf(adaptive, { effort: 'xhigh' }), 'output_config'), { effort: 'xhigh' });
  });

  it('leaves out an effort that the model does not know', () => {
    const body = thinkingOf({ ...adaptive, efforts: ['low'] }, { effort: 'max' });
    assert.equal(member(body, 'output_config'), undefined);
    assert.deepEqual(member(thinkingOf(adaptive, { effort: 'none' }), 'thinking'), {
      type: 'adaptive',
      display: 'summarized',
    });
  });

  it('turns thinking off in the way that the model has', () => {
    const off = { ...adaptive, efforts: ['none', 'low'] } as const;
    const notes = { ...adaptive, efforts: ['minimal', 'low'] } as const;
    assert.deepEqual(member(thinkingOf(off, { effort: 'none' }), 'thinking'), { type: 'disabled' });
    assert.deepEqual(member(thinkingOf(notes, { effort: 'minimal' }), 'thinking'), { type: 'between_tools' });
  });

  it('demands a tool only where thinking can be off, because the API refuses both', () => {
    const tools = { mode: 'required', tools: [weather] } as const;
    const able = thinkingOf({ ...adaptive, efforts: ['none', 'low'] }, { tools, effort: 'low' });
    assert.deepEqual([member(able, 'thinking'), member(able, 'tool_choice')], [{ type: 'disabled' }, { type: 'any' }]);
    assert.equal(member(able, 'output_config'), undefined);
    const always = thinkingOf(adaptive, { tools });
    assert.deepEqual(member(always, 'tool_choice'), { type: 'auto' });
    const counted = thinkingOf(budget, { tools, effort: 'high' });
    assert.deepEqual([member(counted, 'thinking'), member(counted, 'tool_choice')], [undefined, { type: 'any' }]);
  });

  it('has a budget within the answer’s limit for models that want one, and none unless asked', () => {
    const tokens = (effort: ChatRequest['effort'], outputTokens = 64_000): number | null =>
      numberAt(
        member(
          thinkingOf(budget, {
            effort,
            model: testModel({ limits: { inputTokens: 1, outputTokens }, reasoning: budget }),
          }),
          'thinking',
        ),
        'budget_tokens',
      );
    const [low, medium, high] = [tokens('low'), tokens('medium'), tokens('high')];
    assert.ok(low !== null && medium !== null && high !== null && low < medium && medium < high && high < 64_000);
    assert.equal(tokens('high', 4_096), 3_072);
    assert.deepEqual([tokens(null), tokens('none'), tokens('high', 2_000)], [null, null, null]);
  });

  it('does without a budget after calls that were not thought about', () => {
    const signed: AssistantPart = {
      kind: 'reasoning',
      text: 'Hm',
      replay: { ...testIssuer, token: '{"signature":"s"}' },
    };
    const loop = (first: AssistantPart, ...rest: readonly AssistantPart[]): JsonObject =>
      thinkingOf(budget, {
        effort: 'high',
        messages: [userMessage('q'), assistant(first, ...rest), result('a')],
      });
    assert.equal(member(loop(call('a')), 'thinking'), undefined);
    assert.equal(stringAt(member(loop(signed, call('a')), 'thinking'), 'type'), 'enabled');
  });

  it('says the effort alone to models that know nothing else', () => {
    const body = thinkingOf({ efforts: ['low', 'high'], usual: null, control: 'effort' }, { effort: 'low' });
    assert.deepEqual([member(body, 'thinking'), member(body, 'output_config')], [undefined, { effort: 'low' }]);
    assert.equal(member(thinkingOf({ efforts: ['low'], usual: null, control: 'effort' }), 'output_config'), undefined);
  });
});
