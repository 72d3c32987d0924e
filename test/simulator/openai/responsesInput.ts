import { arrayAt, isObject, type Json, member, stringAt } from '../../../src/core/json.ts';
import { type BodyProblem, missing, problem, wrongType } from './bodyProblem.ts';
import { wrongImage } from './responsesImage.ts';

/** Content kinds that each role may use: what the model said goes back as output, what people said as input. */
const contentKinds: Readonly<Record<string, readonly string[]>> = {
  user: ['input_text', 'input_image', 'input_file'],
  developer: ['input_text', 'input_image', 'input_file'],
  system: ['input_text', 'input_image', 'input_file'],
  assistant: ['output_text', 'refusal'],
};
const outputKinds = ['input_text', 'input_image', 'input_file'];
const maxCallId = 64;

/** What is wrong with the items of `input` (OpenAI API reference, Responses), or `null`. */
export function wrongInput(items: readonly Json[]): BodyProblem | null {
  if (items.length === 0) return problem('Input must not be empty.', 'input', 'empty_input');
  for (const [index, item] of items.entries()) {
    const found = wrongItem(item, `input[${index}]`, items[index + 1]);
    if (found !== null) return found;
  }
  return wrongPairs(items);
}

function wrongItem(item: Json, at: string, next: Json | undefined): BodyProblem | null {
  if (!isObject(item)) return wrongType(at, 'an object');
  const type = stringAt(item, 'type') ?? 'message';
  switch (type) {
    case 'message':
      return wrongMessage(item, at);
    case 'reasoning':
      return wrongReasoning(item, at, next);
    case 'function_call':
      if ((stringAt(item, 'name') ?? '') === '') return missing(`${at}.name`);
      return stringAt(item, 'arguments') === null ? missing(`${at}.arguments`) : null;
    case 'function_call_output':
      return wrongContent(item, 'output', at, outputKinds);
    case 'custom_tool_call':
    case 'custom_tool_call_output':
      return null;
    default:
      return problem(`Invalid value: '${type}'.`, `${at}.type`, 'invalid_value');
  }
}

function wrongMessage(item: Json, at: string): BodyProblem | null {
  const role = stringAt(item, 'role') ?? '';
  const kinds = Object.hasOwn(contentKinds, role) ? contentKinds[role] : undefined;
  if (kinds === undefined) return problem(`Invalid value: '${role}'.`, `${at}.role`, 'invalid_value');
  const found = wrongContent(item, 'content', at, kinds);
  if (found !== null || typeof member(item, 'content') === 'string' || arrayAt(item, 'content').length > 0)
    return found;
  return problem(`Invalid value for '${at}.content': it is empty.`, `${at}.content`, 'invalid_value');
}

/** Text, or a list of parts of the given kinds. */
function wrongContent(item: Json, name: string, at: string, kinds: readonly string[]): BodyProblem | null {
  const content = member(item, name);
  if (typeof content === 'string') return null;
  if (!Array.isArray(content))
    return content === undefined ? missing(`${at}.${name}`) : wrongType(`${at}.${name}`, 'text');
  for (const [index, part] of arrayAt(item, name).entries()) {
    const found = wrongPart(part, `${at}.${name}[${index}]`, kinds);
    if (found !== null) return found;
  }
  return null;
}

function wrongPart(part: Json, at: string, kinds: readonly string[]): BodyProblem | null {
  const kind = stringAt(part, 'type') ?? '';
  if (!kinds.includes(kind)) {
    const supported = kinds.map((one) => `'${one}'`).join(', ');
    return problem(`Invalid value: '${kind}'. Supported values are: ${supported}.`, at, 'invalid_value');
  }
  if (kind.endsWith('_text') && stringAt(part, 'text') === null) return missing(`${at}.text`);
  return kind === 'input_image' ? wrongImage(part, at) : null;
}

/** Reasoning goes back whole, and before what came of it. Whose it is, is another question. */
function wrongReasoning(item: Json, at: string, next: Json | undefined): BodyProblem | null {
  if (!Array.isArray(member(item, 'summary'))) return missing(`${at}.summary`);
  const id = stringAt(item, 'id') ?? '';
  if ((stringAt(item, 'encrypted_content') ?? '') === '') {
    return problem(`Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`, 'input');
  }
  const isFollowed = stringAt(next, 'role') === 'assistant' || /^reasoning$|_call$/.test(stringAt(next, 'type') ?? '');
  if (isFollowed) return null;
  return problem(`Item '${id}' of type 'reasoning' was provided without its required following item.`, 'input');
}

/** Every call needs its output and every output its call. */
function wrongPairs(items: readonly Json[]): BodyProblem | null {
  const idsOf = (type: string): readonly string[] =>
    items.filter((item) => stringAt(item, 'type') === type).map((item) => stringAt(item, 'call_id') ?? '');
  const calls = idsOf('function_call');
  const outputs = idsOf('function_call_output');
  const bad = [...calls, ...outputs].find((id) => id === '' || id.length > maxCallId);
  if (bad !== undefined) {
    return problem(`Invalid 'call_id': it must have 1 to ${maxCallId} characters.`, 'input', 'invalid');
  }
  const unanswered = calls.find((id) => !outputs.includes(id));
  if (unanswered !== undefined) return problem(`No tool output found for function call ${unanswered}.`, 'input');
  const orphan = outputs.find((id) => !calls.includes(id));
  if (orphan === undefined) return null;
  return problem(`No tool call found for function call output with call_id ${orphan}.`, 'input');
}
