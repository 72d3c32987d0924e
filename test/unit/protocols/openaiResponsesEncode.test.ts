import assert from 'node:assert/strict';
import { userMessage } from '../../../src/core/chat/conversation.ts';
import { arrayAt, member, stringAt } from '../../../src/core/json.ts';
import {
  type ChatRequest,
  callId,
  type Message,
  modelId,
  type NonEmpty,
  type ToolUse,
  vendorId,
} from '../../../src/core/model.ts';
import { encodeResponsesRequest } from '../../../src/protocols/openaiResponses/encode.ts';

const weather = { name: 'weather', description: 'Tells the weather', parameters: { type: 'object' } };

function encode(
  messages: NonEmpty<Message>,
  tools: ToolUse = { mode: 'none' },
): ReturnType<typeof encodeResponsesRequest> {
  const model = {
    vendor: vendorId('openai'),
    id: modelId('m'),
    label: 'M',
    limits: { inputTokens: 1, outputTokens: 1 },
  };
  const request: ChatRequest = { model, instructions: 'i', messages, tools, verbosity: 'low' };
  return encodeResponsesRequest(request);
}

const call = (id: string): Message => ({
  role: 'assistant',
  content: [{ kind: 'tool-call', call: callId(id), tool: 'weather', input: { city: 'Paris' } }],
});
const result = (id: string): Message => ({ role: 'tool', results: [{ call: callId(id), content: 'sunny' }] });
const types = (body: ReturnType<typeof encode>): readonly (string | null)[] =>
  arrayAt(body, 'input').map((item) => stringAt(item, 'type'));

describe('Responses request', () => {
  it('has its members in the order of the mission', () => {
    assert.deepEqual(Object.keys(encode([userMessage('q')])), [
      'model',
      'instructions',
      'input',
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'store',
      'stream',
      'text',
    ]);
  });

  it('offers tools and says whether one must be used', () => {
    const body = encode([userMessage('q')], { mode: 'required', tools: [weather] });
    assert.deepEqual(member(body, 'tools'), [{ type: 'function', ...weather, strict: false }]);
    assert.equal(member(body, 'tool_choice'), 'required');
    assert.equal(member(encode([userMessage('q')], { mode: 'auto', tools: [weather] }), 'tool_choice'), 'auto');
  });

  it('gives calls and their results back as whole items', () => {
    const body = encode([userMessage('q'), call('c1'), result('c1')]);
    assert.deepEqual(arrayAt(body, 'input').slice(1), [
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
    ]);
  });

  it('leaves out a call without a result and a result without a call, which the API refuses', () => {
    assert.deepEqual(types(encode([userMessage('q'), call('c1'), result('c2')])), ['message']);
  });

  it('does not give reasoning back', () => {
    const thinking: Message = {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'hm' },
        { kind: 'text', text: 'a' },
      ],
    };
    assert.deepEqual(types(encode([userMessage('q'), thinking])), ['message', 'message']);
  });
});
