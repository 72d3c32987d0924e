import { arrayAt, isArray, isObject, type Json, member, objectAt, stringAt } from '../json.ts';

/** Deeper than that a schema or an input is not compared. */
const maxDepth = 20;

/**
 * What of an input does not fit the JSON schema of its tool, as a sentence for the model; `null` if nothing is seen. It looks
 * at `type`, `required`, `properties`, `items` and `enum`: what models get wrong. The rest is for the tool.
 */
export function inputProblem(schema: Json | undefined, input: Json, place = 'input', depth = 0): string | null {
  if (depth > maxDepth || !isObject(schema)) return null;
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOf(type, input)))
    return `\`${place}\` must be ${types.join(' or ')}.`;
  const values = arrayAt(schema, 'enum');
  if (values.length > 0 && typeof input !== 'object' && !values.includes(input)) {
    return `\`${place}\` must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}.`;
  }
  if (isArray(input)) {
    const items = member(schema, 'items');
    return firstProblem(input.map((item, index) => () => inputProblem(items, item, `${place}[${index}]`, depth + 1)));
  }
  if (!isObject(input)) return null;
  const missing = arrayAt(schema, 'required').find((name) => typeof name === 'string' && !Object.hasOwn(input, name));
  if (missing !== undefined) return `\`${place}.${String(missing)}\` is missing.`;
  const checks = Object.entries(objectAt(schema, 'properties')).flatMap(([name, property]) => {
    const value = member(input, name);
    return value === undefined ? [] : [() => inputProblem(property, value, `${place}.${name}`, depth + 1)];
  });
  return firstProblem(checks);
}

function firstProblem(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const problem = check();
    if (problem !== null) return problem;
  }
  return null;
}

function typesOf(schema: Json): readonly string[] {
  const type = stringAt(schema, 'type');
  return type === null ? arrayAt(schema, 'type').filter((one) => typeof one === 'string') : [type];
}

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}
