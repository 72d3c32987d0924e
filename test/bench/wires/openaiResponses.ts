import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { Script } from '../script.ts';

/** The events of an answer of the Responses API (OpenAI API reference, Streaming events), each as it goes over the wire. */
export function responsesEvents({ reasoning, text, toolInput }: Script): readonly string[] {
  const stream = new ResponsesStream();
  stream.add('response.created', { response: response('in_progress', [], null) });
  const output: Json[] = [];
  if (reasoning.length > 0) output.push(stream.reasoning(output.length, reasoning));
  if (text.length > 0) output.push(stream.message(output.length, text));
  if (toolInput.length > 0) output.push(stream.call(output.length, toolInput));
  const usage = {
    input_tokens: 120,
    input_tokens_details: { cached_tokens: 40 },
    output_tokens: reasoning.length + text.length + toolInput.length,
    output_tokens_details: { reasoning_tokens: reasoning.length },
    total_tokens: 120 + reasoning.length + text.length + toolInput.length,
  };
  stream.add('response.completed', { response: response('completed', output, usage) });
  return stream.events;
}

function response(status: string, output: readonly Json[], usage: Json): JsonObject {
  return { id: 'resp_bench', object: 'response', created_at: 1_772_062_745, model: 'gpt-5.5', status, output, usage };
}

class ResponsesStream {
  readonly events: string[] = [];

  add(type: string, fields: JsonObject): void {
    const data = JSON.stringify({ type, ...fields, sequence_number: this.events.length });
    this.events.push(`event: ${type}\ndata: ${data}\n\n`);
  }

  reasoning(output_index: number, deltas: readonly string[]): Json {
    const id = 'rs_0a63f40a2632b74300699f8819a5e08196ac270722d369af5a';
    const place = { item_id: id, output_index, summary_index: 0 };
    this.add('response.output_item.added', { output_index, item: { id, type: 'reasoning', summary: [] } });
    this.add('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } });
    this.#deltas('response.reasoning_summary_text.delta', place, deltas);
    const part = { type: 'summary_text', text: deltas.join('') };
    this.add('response.reasoning_summary_text.done', { ...place, text: part.text });
    this.add('response.reasoning_summary_part.done', { ...place, part });
    return this.#done(output_index, { id, type: 'reasoning', summary: [part] });
  }

  message(output_index: number, deltas: readonly string[]): Json {
    const id = 'msg_0a63f40a2632b74300699f8819a5e08196ac270722d369af5a';
    const message = { id, type: 'message', role: 'assistant' };
    const place = { item_id: id, output_index, content_index: 0 };
    const part = { type: 'output_text', annotations: [], logprobs: [], text: '' };
    this.add('response.output_item.added', { output_index, item: { ...message, status: 'in_progress', content: [] } });
    this.add('response.content_part.added', { ...place, part });
    this.#deltas('response.output_text.delta', { ...place, logprobs: [] }, deltas);
    const full = { ...part, text: deltas.join('') };
    this.add('response.output_text.done', { ...place, logprobs: [], text: full.text });
    this.add('response.content_part.done', { ...place, part: full });
    return this.#done(output_index, { ...message, status: 'completed', content: [full] });
  }

  call(output_index: number, fragments: readonly string[]): Json {
    const id = 'fc_0a63f40a2632b74300699f8819a5e08196ac270722d369af5a';
    const call = { id, type: 'function_call', call_id: 'call_bench', name: 'write_file' };
    const item = { ...call, status: 'in_progress', arguments: '' };
    this.add('response.output_item.added', { output_index, item });
    this.#deltas('response.function_call_arguments.delta', { item_id: id, output_index }, fragments);
    const full = fragments.join('');
    this.add('response.function_call_arguments.done', { item_id: id, output_index, arguments: full });
    return this.#done(output_index, { ...call, status: 'completed', arguments: full });
  }

  /** The padding hides a token's length from who listens on the network; the vendor sends it unless asked not to. */
  #deltas(type: string, place: JsonObject, deltas: readonly string[]): void {
    const longest = 16;
    for (const delta of deltas) {
      this.add(type, { ...place, delta, obfuscation: 'x'.repeat(Math.max(1, longest - delta.length)) });
    }
  }

  #done(output_index: number, item: JsonObject): Json {
    this.add('response.output_item.done', { output_index, item });
    return item;
  }
}
