import { type Json, type JsonObject, member } from '../../core/json.ts';
import type { ChatRequest, Effort, Issuer, Tool, ToolResult, ToolUse, UserPart } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { reasoningBack } from './reasoningBack.ts';
import { readToken } from './replay.ts';
import { type AnsweredCall, type IdRule, type Turn, turnsOf } from './turns.ts';

/** What servers do not agree on. */
export interface Dialect {
  /** How effort is asked for: OpenRouter's object, or OpenAI's word. */
  readonly effort: 'reasoning' | 'reasoning_effort';
  readonly callIds: IdRule;
  /** Whether answers are streamed while tools are offered; some builds lose calls then. */
  readonly streamsCalls: boolean;
  /** Members of the body that the server refuses. */
  readonly without: readonly string[];
}

/**
 * The body of `POST …/chat/completions` (OpenAI API reference, Chat Completions), members in the order in which they
 * are written: only what every server knows. `max_tokens` is left out, because the usual measure is what is left of
 * the window, and `tool_choice` unless a tool must be used, because `auto` is what is meant without it. Reasoning
 * goes back only to `issuer`.
 */
export function encodeChatRequest(request: ChatRequest, issuer: Issuer, dialect: Dialect): JsonObject {
  const { model } = request;
  const effort = model.reasoning?.efforts.find((one) => one === request.effort) ?? null;
  const tools: ToolUse = model.can.tools ? request.tools : { mode: 'none' };
  const stream = model.can.streaming && (tools.mode === 'none' || dialect.streamsCalls);
  const body: JsonObject = {
    model: model.id,
    messages: messagesOf(request, issuer, dialect),
    stream,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    ...(tools.mode === 'none' ? {} : { tools: tools.tools.map(functionTool) }),
    ...(tools.mode === 'required' ? { tool_choice: 'required' } : {}),
    ...(effort === null ? {} : effortMember(effort, dialect)),
  };
  return Object.fromEntries(Object.entries(body).filter(([name]) => !dialect.without.includes(name)));
}

function effortMember(effort: Effort, dialect: Dialect): JsonObject {
  return dialect.effort === 'reasoning' ? { reasoning: { effort } } : { reasoning_effort: effort };
}

function messagesOf(request: ChatRequest, issuer: Issuer, { callIds }: Dialect): readonly JsonObject[] {
  const { instructions, messages, model } = request;
  const turns = turnsOf(messages, callIds);
  const lastAsked = turns.findLastIndex((turn) => turn.role === 'user' && turn.asks);
  return [
    ...(instructions === '' ? [] : [{ role: 'system', content: instructions }]),
    ...turns.flatMap((turn, at) =>
      turnMessages(turn, { issuer, seesImages: model.can.images, running: at > lastAsked }),
    ),
  ];
}

interface Reader {
  readonly issuer: Issuer;
  readonly seesImages: boolean;
  /** Whether the turn belongs to the answer that is still being made. */
  readonly running: boolean;
}

function turnMessages(turn: Turn, reader: Reader): readonly JsonObject[] {
  if (turn.role === 'user') return [{ role: 'user', content: userContent(turn.content, reader) }];
  const text = turn.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  return [
    {
      role: 'assistant',
      content: text === '' ? null : text,
      ...reasoningBack(turn.parts, reader.issuer, reader.running),
      ...(turn.calls.length === 0 ? {} : { tool_calls: turn.calls.map((call) => toolCall(call, reader.issuer)) }),
    },
    ...turn.calls.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: resultText(result) })),
  ];
}

/** Text alone goes as one string, which every template takes; with an image among it, as a list. */
function userContent(content: readonly UserPart[], { seesImages }: Reader): Json {
  if (!seesImages || content.every(({ kind }) => kind === 'text')) {
    return content
      .map((part) => (part.kind === 'text' ? part.text : '[An image that this model cannot see]'))
      .join('\n\n');
  }
  return content.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: `data:${part.type};base64,${part.data}` } },
  );
}

function toolCall({ id, part }: AnsweredCall, issuer: Issuer): JsonObject {
  const given = replayFor(part.replay, issuer);
  const token = given === null ? null : readToken(given);
  const call = { id, type: 'function', function: { name: part.tool, arguments: JSON.stringify(part.input) } };
  return token?.kind === 'extra' ? { ...call, extra_content: token.extra } : call;
}

/** A result is text, and has no place to say that it is an error but itself. */
function resultText({ content, failed }: ToolResult): string {
  const text = content.map((part) => (part.kind === 'text' ? part.text : '[The image follows]')).join('\n');
  return failed ? `Error: ${text}` : text;
}

/** Some servers want `type` and `properties` even where there are no parameters. */
function functionTool({ name, description, parameters }: Tool): JsonObject {
  const shape =
    member(parameters, 'type') === undefined ? { type: 'object', properties: {}, ...parameters } : parameters;
  return { type: 'function', function: { name, description, parameters: shape } };
}
