import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { Script } from '../script.ts';

/**
 * The chunks of an answer of Chat Completions (OpenAI API reference, The chat completion chunk object), each as it goes over
 * the wire. Reasoning has the name that DeepSeek gave it and others took over.
 */
export function chatEvents({ reasoning, text, toolInput }: Script): readonly string[] {
  const events = [
    choice({ role: 'assistant', content: '' }),
    ...reasoning.map((reasoning_content) => choice({ content: null, reasoning_content })),
    ...text.map((content) => choice({ content })),
  ];
  if (toolInput.length > 0) {
    const begin = { index: 0, id: 'call_bench', type: 'function', function: { name: 'write_file', arguments: '' } };
    events.push(choice({ tool_calls: [begin] }));
    for (const fragment of toolInput)
      events.push(choice({ tool_calls: [{ index: 0, function: { arguments: fragment } }] }));
  }
  events.push(choice({}, toolInput.length > 0 ? 'tool_calls' : 'stop'));
  const completion_tokens = reasoning.length + text.length + toolInput.length;
  const usage = { prompt_tokens: 120, completion_tokens, total_tokens: 120 + completion_tokens };
  return [...events, chunk([], usage), 'data: [DONE]\n\n'];
}

/** A chunk with this delta. */
export function choice(delta: JsonObject, finish_reason: string | null = null): string {
  return chunk([{ index: 0, delta, logprobs: null, finish_reason }], null);
}

function chunk(choices: readonly Json[], usage: Json): string {
  const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_770_933_892, model: 'gpt-4.1-nano' };
  const data = { ...head, service_tier: 'default', system_fingerprint: 'fp_de604bd877', choices, usage };
  return `data: ${JSON.stringify(data)}\n\n`;
}
