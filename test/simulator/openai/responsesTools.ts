import { isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type BodyProblem, missing, problem, wrongType } from './bodyProblem.ts';

const functionName = /^[\w-]{1,64}$/;

/** What is wrong with `tools` and `tool_choice` (OpenAI API reference, Responses), or `null`. */
export function wrongTools(body: JsonObject): BodyProblem | null {
  const tools = member(body, 'tools') ?? [];
  if (!isList(tools)) return wrongType('tools', 'a list');
  for (const [index, tool] of tools.entries()) {
    const found = wrongTool(tool, `tools[${index}]`);
    if (found !== null) return found;
  }
  return wrongChoice(member(body, 'tool_choice'), tools);
}

function wrongTool(tool: Json, at: string): BodyProblem | null {
  if (!isObject(tool)) return wrongType(at, 'an object');
  const type = stringAt(tool, 'type');
  if (type === null) return missing(`${at}.type`);
  if (type !== 'function') return null;
  const name = stringAt(tool, 'name');
  if (name === null) return missing(`${at}.name`);
  if (!functionName.test(name)) {
    const message = `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
    return problem(message, `${at}.name`, 'invalid_value');
  }
  const parameters = member(tool, 'parameters');
  if (parameters === undefined || parameters === null) return null;
  if (stringAt(parameters, 'type') !== 'object') {
    const message = `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"'.`;
    return problem(message, `${at}.parameters`, 'invalid_function_parameters');
  }
  if (member(tool, 'strict') === true && member(parameters, 'additionalProperties') !== false) {
    const message = `Invalid schema for function '${name}': 'additionalProperties' is required to be supplied and to be false.`;
    return problem(message, `${at}.parameters`, 'invalid_function_parameters');
  }
  return null;
}

function wrongChoice(choice: Json | undefined, tools: readonly Json[]): BodyProblem | null {
  if (choice === undefined || choice === 'auto' || choice === 'none') return null;
  if (choice === 'required' && tools.length > 0) return null;
  const name = stringAt(choice, 'name');
  const isOffered = stringAt(choice, 'type') === 'function' && tools.some((tool) => stringAt(tool, 'name') === name);
  return isOffered ? null : problem("Tool choice not found in 'tools' parameter.", 'tool_choice', 'invalid_value');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
