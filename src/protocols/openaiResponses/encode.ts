import type { JsonObject } from '../../core/json.ts';
import type { ChatRequest, Effort, Issuer, Reasoning, Tool } from '../../core/model.ts';
import { cacheKeyOf } from './cacheKey.ts';
import { inputItems } from './input.ts';

/** What differs from model to model, and from person to person. */
export interface ResponsesDialect {
  /** Whether summaries of the reasoning are asked for. */
  readonly summaries: boolean;
  /** Whether the model knows the parameter for several tool calls at once. */
  readonly parallelCalls: boolean;
}

/**
 * The body of `POST …/responses` (OpenAI API reference, Responses), members in the order in which they are written. The
 * ChatGPT backend demands `store: false`, `stream: true`, non-empty `instructions` and an array as `input`. A model that
 * thinks is asked for its reasoning in the sealed form in which it can be given back, and for a summary of it where
 * `dialect` wants one.
 */
export function encodeResponsesRequest(request: ChatRequest, issuer: Issuer, dialect: ResponsesDialect): JsonObject {
  const { model, tools, effort } = request;
  const { reasoning } = model;
  return {
    model: model.id,
    instructions: request.instructions,
    input: inputItems(request, issuer),
    tools: tools.mode === 'none' ? [] : tools.tools.map(functionTool),
    tool_choice: tools.mode === 'required' ? 'required' : 'auto',
    ...(dialect.parallelCalls ? { parallel_tool_calls: true } : {}),
    ...(reasoning === null ? {} : { reasoning: thinking(reasoning, effort, dialect) }),
    store: false,
    stream: model.can.streaming,
    ...(reasoning === null ? {} : { include: ['reasoning.encrypted_content'] }),
    ...(model.can.verbosity ? { text: { verbosity: request.verbosity } } : {}),
    prompt_cache_key: cacheKeyOf(request, issuer.account),
  };
}

/** An effort that the model does not know would be refused, so it is left out. */
function thinking({ efforts }: Reasoning, effort: Effort | null, { summaries }: ResponsesDialect): JsonObject {
  return {
    ...(effort !== null && efforts.includes(effort) ? { effort } : {}),
    ...(summaries ? { summary: 'auto' } : {}),
  };
}

/** A schema must say that it is of an object, even where a tool takes nothing. */
function functionTool({ name, description, parameters }: Tool): JsonObject {
  const schema = Object.hasOwn(parameters, 'type') ? parameters : { type: 'object', properties: {}, ...parameters };
  return { type: 'function', name, description, parameters: schema, strict: false };
}
