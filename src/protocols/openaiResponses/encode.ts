import type { Json, JsonObject } from '../../core/json.ts';
import type { AssistantPart, CallId, ChatRequest, Message, Tool } from '../../core/model.ts';

/**
 * The body of `POST …/responses` (OpenAI API reference, Responses), members in the order in which they are written. The
 * ChatGPT backend demands `store: false`, `stream: true`, non-empty `instructions` and an array as `input`.
 */
export function encodeResponsesRequest(request: ChatRequest): JsonObject {
  const { tools } = request;
  const paired = pairedCalls(request.messages);
  return {
    model: request.model.id,
    instructions: request.instructions,
    input: request.messages.flatMap((message) => inputItems(message, paired)),
    tools: tools.mode === 'none' ? [] : tools.tools.map(functionTool),
    tool_choice: tools.mode === 'required' ? 'required' : 'auto',
    parallel_tool_calls: true,
    store: false,
    stream: true,
    text: { verbosity: request.verbosity },
  };
}

/** Calls that have a result, and results that have a call: one without the other is refused by the API. */
function pairedCalls(messages: readonly Message[]): ReadonlySet<CallId> {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant'
      ? message.content.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []))
      : [],
  );
  const results = new Set(
    messages.flatMap((message) => (message.role === 'tool' ? message.results.map(({ call }) => call) : [])),
  );
  return new Set(calls.filter((call) => results.has(call)));
}

function inputItems(message: Message, paired: ReadonlySet<CallId>): readonly Json[] {
  switch (message.role) {
    case 'user': {
      const content = message.content.map(({ text }) => ({ type: 'input_text', text: userInstructions(text) }));
      return [{ type: 'message', role: 'user', content }];
    }
    case 'assistant':
      return message.content.flatMap((part) => outputItem(part, paired));
    case 'tool':
      return message.results
        .filter(({ call }) => paired.has(call))
        .map(({ call, content }) => ({ type: 'function_call_output', call_id: call, output: content }));
    default:
      return message satisfies never;
  }
}

function userInstructions(text: string): string {
  return `<user_instructions>\n\n${text}\n\n</user_instructions>`;
}

/** Earlier answers go back as `output_text`; reasoning does not, because its signed half is not kept. */
function outputItem(part: AssistantPart, paired: ReadonlySet<CallId>): readonly Json[] {
  switch (part.kind) {
    case 'text':
      return [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: part.text }] }];
    case 'reasoning':
      return [];
    case 'tool-call': {
      if (!paired.has(part.call)) return [];
      return [{ type: 'function_call', call_id: part.call, name: part.tool, arguments: JSON.stringify(part.input) }];
    }
    default:
      return part satisfies never;
  }
}

function functionTool({ name, description, parameters }: Tool): JsonObject {
  return { type: 'function', name, description, parameters, strict: false };
}
