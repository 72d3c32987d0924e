import { arrayAt, isObject, type Json, member, stringAt } from '../../src/core/json.ts';
import type { BodyProblem } from './responsesBody.ts';

/** Content kinds that each role may use: what the model said goes back as output, what people said as input. */
const contentKinds: Readonly<Record<string, readonly string[]>> = {
  user: ['input_text', 'input_image', 'input_file'],
  developer: ['input_text', 'input_image', 'input_file'],
  system: ['input_text', 'input_image', 'input_file'],
  assistant: ['output_text', 'refusal'],
};
const otherItems = [
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
];
const maxCallId = 64;

/** What is wrong with the items of `input` (OpenAI API reference, Responses), or `null`. */
export function wrongInput(items: readonly Json[]): BodyProblem | null {
  if (items.length === 0) return wrong('input', 'Input must not be empty.', 'empty_input');
  for (const [index, item] of items.entries()) {
    const found = wrongItem(item, `input[${index}]`);
    if (found !== null) return found;
  }
  return wrongPairs(items);
}

function wrongItem(item: Json, at: string): BodyProblem | null {
  if (!isObject(item)) return wrong(at, `Invalid type for '${at}': expected an object.`, 'invalid_type');
  const type = stringAt(item, 'type') ?? 'message';
  if (type !== 'message') {
    return otherItems.includes(type) ? null : wrong(`${at}.type`, `Invalid value: '${type}'.`, 'invalid_value');
  }
  const role = stringAt(item, 'role') ?? '';
  const kinds = Object.hasOwn(contentKinds, role) ? contentKinds[role] : undefined;
  if (kinds === undefined) return wrong(`${at}.role`, `Invalid value: '${role}'.`, 'invalid_value');
  const content = member(item, 'content');
  if (typeof content === 'string') return null;
  const parts = arrayAt(item, 'content');
  if (parts.length === 0)
    return wrong(`${at}.content`, `Invalid value for '${at}.content': it is empty.`, 'invalid_value');
  for (const [index, part] of parts.entries()) {
    const kind = stringAt(part, 'type') ?? '';
    if (!kinds.includes(kind)) {
      const message = `Invalid value: '${kind}'. Supported values are: ${kinds.map((one) => `'${one}'`).join(', ')}.`;
      return wrong(`${at}.content[${index}]`, message, 'invalid_value');
    }
    if (kind.endsWith('_text') && stringAt(part, 'text') === null) {
      return wrong(
        `${at}.content[${index}].text`,
        `Missing required parameter: '${at}.content[${index}].text'.`,
        'missing',
      );
    }
  }
  return null;
}

/** Every call needs its output and every output its call. */
function wrongPairs(items: readonly Json[]): BodyProblem | null {
  const idsOf = (type: string): readonly string[] =>
    items.filter((item) => stringAt(item, 'type') === type).map((item) => stringAt(item, 'call_id') ?? '');
  const calls = idsOf('function_call');
  const outputs = idsOf('function_call_output');
  const bad = [...calls, ...outputs].find((id) => id === '' || id.length > maxCallId);
  if (bad !== undefined)
    return wrong('input', `Invalid 'call_id': it must have 1 to ${maxCallId} characters.`, 'invalid');
  const unanswered = calls.find((id) => !outputs.includes(id));
  if (unanswered !== undefined) return wrong('input', `No tool output found for function call ${unanswered}.`, null);
  const orphan = outputs.find((id) => !calls.includes(id));
  if (orphan === undefined) return null;
  return wrong('input', `No tool call found for function call output with call_id ${orphan}.`, null);
}

function wrong(param: string, message: string, code: string | null): BodyProblem {
  return { message, param, code };
}
