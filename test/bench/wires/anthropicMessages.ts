import type { JsonObject } from '../../../src/core/json.ts';
import type { Script } from '../script.ts';

/** The events of an answer of the Messages API (Anthropic API reference, Streaming messages), each as it goes over the wire. */
export function messagesEvents({ reasoning, text, toolInput }: Script): readonly string[] {
  const stream = new MessagesStream();
  const usage = { input_tokens: 120, cache_creation_input_tokens: 0, cache_read_input_tokens: 40, output_tokens: 2 };
  stream.add('message_start', {
    message: {
      id: 'msg_bench',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  });
  if (reasoning.length > 0) {
    const deltas = reasoning.map((thinking) => ({ type: 'thinking_delta', thinking }));
    const signature = { type: 'signature_delta', signature: 'EvQBCkYICxgCKkAxhD4NUKFz' };
    stream.block({ type: 'thinking', thinking: '', signature: '' }, [...deltas, signature]);
  }
  if (text.length > 0) {
    stream.block(
      { type: 'text', text: '' },
      text.map((delta) => ({ type: 'text_delta', text: delta })),
    );
  }
  if (toolInput.length > 0) {
    stream.block(
      { type: 'tool_use', id: 'toolu_bench', name: 'write_file', input: {} },
      toolInput.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    );
  }
  stream.add('message_delta', {
    delta: { stop_reason: toolInput.length > 0 ? 'tool_use' : 'end_turn', stop_sequence: null },
    usage: { ...usage, output_tokens: reasoning.length + text.length + toolInput.length },
  });
  stream.add('message_stop', {});
  return stream.events;
}

class MessagesStream {
  readonly events: string[] = [];
  #blocks = 0;

  add(type: string, fields: JsonObject): void {
    this.events.push(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  }

  block(content_block: JsonObject, deltas: readonly JsonObject[]): void {
    const index = this.#blocks++;
    this.add('content_block_start', { index, content_block });
    for (const delta of deltas) this.add('content_block_delta', { index, delta });
    this.add('content_block_stop', { index });
  }
}
