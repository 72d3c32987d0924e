import { arrayAt, isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';

/** The kinds of content that each side may bring. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image', 'tool_result'],
  assistant: ['text', 'thinking', 'redacted_thinking', 'tool_use'],
};
const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** What is wrong with `messages`, in the words of the API, or `null`. */
export function wrongMessages(body: JsonObject): string | null {
  const messages = arrayAt(body, 'messages');
  if (messages.length === 0) return 'messages: at least one message is required';
  for (const [index, message] of messages.entries()) {
    const wrong = wrongMessage(message, `messages.${index}`) ?? wrongPairs(messages, index);
    if (wrong !== null) return wrong;
  }
  if (stringAt(messages.at(-1), 'role') !== 'user') {
    return 'This model does not support assistant message prefill. The conversation must end with a user message.';
  }
  const ids = messages.flatMap((message) => idsIn(message, 'tool_use', 'id'));
  if (new Set(ids).size !== ids.length) return 'messages: `tool_use` ids must be unique';
  if (ids.length > 0 && arrayAt(body, 'tools').length === 0) {
    return 'Requests which include `tool_use` or `tool_result` blocks must define tools.';
  }
  return null;
}

function wrongMessage(message: Json, at: string): string | null {
  const role = stringAt(message, 'role') ?? '';
  const allowed = Object.hasOwn(kinds, role) ? kinds[role] : undefined;
  if (allowed === undefined) return `${at}.role: Input should be 'user' or 'assistant'`;
  const content = member(message, 'content');
  if (typeof content === 'string') return content.trim() === '' ? `${at}: content must be non-empty` : null;
  const blocks = arrayAt(message, 'content');
  if (blocks.length === 0) return `${at}: all messages must have non-empty content`;
  for (const [place, block] of blocks.entries()) {
    const type = stringAt(block, 'type') ?? '';
    if (!allowed.includes(type)) return `${at}.content.${place}: Input tag '${type}' is not allowed for ${role}`;
    const wrong = wrongBlock(block, type);
    if (wrong !== null) return `${at}.content.${place}.${wrong}`;
  }
  if (/thinking$/.test(stringAt(blocks.at(-1), 'type') ?? '')) {
    return `${at}: The final block in an assistant message cannot be \`thinking\`.`;
  }
  const firstOther = blocks.findIndex((block) => stringAt(block, 'type') !== 'tool_result');
  const lastResult = blocks.findLastIndex((block) => stringAt(block, 'type') === 'tool_result');
  return firstOther !== -1 && lastResult > firstOther ? `${at}: \`tool_result\` blocks must come first` : null;
}

function wrongBlock(block: Json, type: string): string | null {
  switch (type) {
    case 'text':
      return (stringAt(block, 'text') ?? '').trim() === ''
        ? 'text: text content blocks must contain non-whitespace text'
        : null;
    case 'image':
      return wrongImage(member(block, 'source'));
    case 'tool_use':
      if (!/^[\w-]{1,64}$/.test(stringAt(block, 'id') ?? ''))
        return "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'";
      return isObject(member(block, 'input')) ? null : 'tool_use.input: Input should be a valid dictionary';
    case 'tool_result':
      return wrongResult(block);
    default:
      return null;
  }
}

function wrongImage(source: Json | undefined): string | null {
  if (stringAt(source, 'type') !== 'base64') return 'image.source: Input tag is not known';
  if (!imageTypes.includes(stringAt(source, 'media_type') ?? '')) {
    return `image.source.base64.media_type: Input should be ${imageTypes.join(', ')}`;
  }
  const data = stringAt(source, 'data') ?? '';
  const isBase64 = data !== '' && data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
  return isBase64 ? null : 'image.source.base64: invalid base64 data';
}

function wrongResult(result: Json): string | null {
  const isError = member(result, 'is_error') === true;
  for (const block of arrayAt(result, 'content')) {
    const type = stringAt(block, 'type') ?? '';
    if (isError && type !== 'text') return 'tool_result: all content must be type "text" if "is_error" is true';
    const wrong = ['text', 'image'].includes(type) ? wrongBlock(block, type) : `content: '${type}' is not allowed`;
    if (wrong !== null) return `tool_result.${wrong}`;
  }
  return null;
}

/** Calls are answered in the very next message, and nothing else is answered there. */
function wrongPairs(messages: readonly Json[], index: number): string | null {
  const message = messages[index];
  const results = idsIn(messages[index + 1], 'tool_result', 'tool_use_id');
  const open = idsIn(message, 'tool_use', 'id').filter((id) => !results.includes(id));
  if (open.length > 0) {
    return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}.`;
  }
  const calls = idsIn(messages[index - 1], 'tool_use', 'id');
  const answers = idsIn(message, 'tool_result', 'tool_use_id');
  const stray = answers.find((id) => !calls.includes(id));
  if (stray !== undefined) {
    return `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}.`;
  }
  if (new Set(answers).size !== answers.length) {
    return `messages.${index}.content: each tool_use must have a single result`;
  }
  return null;
}

function idsIn(message: Json | undefined, type: string, name: string): readonly string[] {
  return arrayAt(message, 'content').flatMap((block) =>
    stringAt(block, 'type') === type ? [stringAt(block, name) ?? ''] : [],
  );
}
