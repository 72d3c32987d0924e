import type { Json, JsonObject } from '../../core/json.ts';
import type { AssistantPart, ChatRequest, Message } from '../../core/model.ts';

/**
 * The body of `POST …/responses` (OpenAI API reference, Responses), members in the order in which they are written. The
 * ChatGPT backend demands `store: false`, `stream: true`, non-empty `instructions` and an array as `input`.
 */
export function encodeResponsesRequest(request: ChatRequest): JsonObject {
  return {
    model: request.model.id,
    instructions: request.instructions,
    input: request.messages.flatMap(inputItems),
    tools: [],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    store: false,
    stream: true,
    text: { verbosity: request.verbosity },
  };
}

function inputItems(message: Message): readonly Json[] {
  switch (message.role) {
    case 'user':
      return [
        {
          type: 'message',
          role: 'user',
          content: message.content.map((part) => ({ type: 'input_text', text: userInstructions(part.text) })),
        },
      ];
    case 'assistant':
      return message.content.flatMap(outputItem);
    default:
      return message satisfies never;
  }
}

function userInstructions(text: string): string {
  return `<user_instructions>\n\n${text}\n\n</user_instructions>`;
}

/** Earlier answers go back as `output_text`; reasoning and calls without their signed or answered half may not. */
function outputItem(part: AssistantPart): readonly Json[] {
  switch (part.kind) {
    case 'text':
      return [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: part.text }] }];
    case 'reasoning':
    case 'tool-call':
      return [];
    default:
      return part satisfies never;
  }
}
