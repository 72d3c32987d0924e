import { arrayAt, isObject, type Json, member, parseJson, stringAt } from '../../../src/core/json.ts';
import type { Dialect } from './dialect.ts';

const imageUrl = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*$/;
const members: Readonly<Record<string, readonly string[]>> = {
  system: ['role', 'content'],
  user: ['role', 'content'],
  assistant: ['role', 'content', 'tool_calls', 'reasoning', 'reasoning_content', 'reasoning_details'],
  tool: ['role', 'tool_call_id', 'content'],
};

/** The first rule that the messages break, or `null`: roles, contents, and every call directly followed by its result. */
export function wrongMessages(messages: readonly Json[], dialect: Dialect): string | null {
  if (!messages.some((message) => stringAt(message, 'role') === 'user')) return 'There must be a user message.';
  for (const [index, message] of messages.entries()) {
    const wrong = wrongMessage(message, index);
    if (wrong !== null) return `messages[${index}]: ${wrong}`;
  }
  return wrongPairs(messages) ?? (dialect.alternates ? wrongOrder(messages) : null) ?? wrongThoughts(messages, dialect);
}

function wrongMessage(message: Json, index: number): string | null {
  const role = stringAt(message, 'role') ?? '';
  const known = Object.hasOwn(members, role) ? members[role] : undefined;
  if (!isObject(message) || known === undefined) return `unknown role '${role}'`;
  const extra = Object.keys(message).find((name) => !known.includes(name));
  if (extra !== undefined) return `unexpected property '${extra}'`;
  if (role === 'system' && index > 0) return 'the system message must come first';
  const content = member(message, 'content');
  if (role === 'assistant') {
    const calls = arrayAt(message, 'tool_calls');
    if (member(message, 'tool_calls') !== undefined && calls.length === 0) return 'tool_calls is empty';
    if (calls.length > 0 && content === null) return null;
  }
  if (role === 'user' && Array.isArray(content)) return wrongParts(arrayAt(message, 'content'));
  if (typeof content !== 'string') return 'content must be a text';
  return content === '' && role !== 'tool' ? 'content is empty' : null;
}

function wrongParts(parts: readonly Json[]): string | null {
  if (parts.length === 0) return 'content is empty';
  for (const part of parts) {
    const type = stringAt(part, 'type');
    const url = stringAt(member(part, 'image_url'), 'url') ?? '';
    if (type === 'image_url' ? !imageUrl.test(url) : type !== 'text' || stringAt(part, 'text') === null) {
      return `invalid part of type ${type}`;
    }
  }
  return null;
}

function wrongPairs(messages: readonly Json[]): string | null {
  const seen = new Set<string>();
  for (let at = 0; at < messages.length; at++) {
    const calls = arrayAt(messages[at], 'tool_calls');
    const isTool = stringAt(messages[at], 'role') === 'tool';
    if (isTool) return 'a tool message must follow the message with its tool_calls';
    for (const call of calls) {
      const id = stringAt(call, 'id') ?? '';
      const fn = member(call, 'function');
      if (id === '' || id.length > 40 || seen.has(id)) return `tool_call id '${id}' is missing, too long or used twice`;
      if (!isObject(parseJson(stringAt(fn, 'arguments') ?? '')) || stringAt(fn, 'name') === null)
        return 'invalid tool_call';
      seen.add(id);
    }
    const answered = new Set(calls.map((call) => stringAt(call, 'id')));
    while (answered.size > 0) {
      at++;
      if (!answered.delete(stringAt(messages[at], 'tool_call_id')))
        return 'a tool_call has no tool message directly after it';
    }
  }
  return null;
}

/** The words of many a template. */
function wrongOrder(messages: readonly Json[]): string | null {
  const sides = messages
    .map((message) => stringAt(message, 'role'))
    .filter((role) => role !== 'system' && role !== 'tool');
  const breaks = sides.some((role, index) => index > 0 && role === sides[index - 1] && role === 'user');
  return breaks ? 'Conversation roles must alternate user/assistant/user/assistant/...' : null;
}

/** DeepSeek's rule: while tools are used, the thoughts of the same answer must come back. */
function wrongThoughts(messages: readonly Json[], { wantsThoughtsBack }: Dialect): string | null {
  const asked = messages.findLastIndex((message) => stringAt(message, 'role') === 'user');
  const running = messages.slice(asked + 1).filter((message) => arrayAt(message, 'tool_calls').length > 0);
  const lacking = running.some((message) => stringAt(message, 'reasoning_content') === null);
  return wantsThoughtsBack && lacking ? 'Missing `reasoning_content` field in the assistant message' : null;
}
