import { arrayAt, type JsonObject, stringAt } from '../../../../src/core/json.ts';
import { type BodyProblem, problem } from '../bodyProblem.ts';
import { commonFields, platformFields, wrongAnywhere, wrongOnAPlan } from '../responsesBody.ts';

/** What the platform API takes of an API key, but not of another person's plan. */
const keysOnly: readonly string[] = [...platformFields, 'moderation', 'multi_agent'];
const hostedTools = /^(?:image_generation|file_search|code_interpreter|computer\w*|mcp|tool_search)$/;

/** The code of a request that asks for more than a shared plan gives. */
export const unsupportedCapability = 'subscription_sharing_unsupported_capability';

/** The first rule for requests on a shared plan that the body breaks, or `null`. */
export function wrongSharedBody(body: JsonObject, models: readonly string[]): BodyProblem | null {
  const names = Object.keys(body);
  const forbidden = names.find((name) => keysOnly.includes(name));
  if (forbidden !== undefined) return unsupported(forbidden);
  const unknown = names.find((name) => !commonFields.includes(name));
  if (unknown !== undefined) return problem(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
  const wrong = wrongOnAPlan(body);
  if (wrong !== null) return wrong;
  const hosted = arrayAt(body, 'tools').findIndex((tool) => hostedTools.test(stringAt(tool, 'type') ?? ''));
  if (hosted !== -1) return unsupported(`tools[${hosted}]`);
  const model = stringAt(body, 'model') ?? '';
  if (!models.includes(model)) {
    return problem(`The requested model '${model}' does not exist.`, 'model', 'model_not_found');
  }
  return wrongAnywhere(body);
}

function unsupported(param: string): BodyProblem {
  return problem(`'${param}' cannot be used with a shared ChatGPT plan.`, param, unsupportedCapability);
}
