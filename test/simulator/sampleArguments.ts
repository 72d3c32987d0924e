import { arrayAt, isObject, type Json, member, objectAt, stringAt } from '../../src/core/json.ts';

/** Arguments that fit a tool's JSON schema, as JSON text: what is required, each with its first example or a plain value. */
export function sampleArguments(schema: Json): string {
  return JSON.stringify(sampleOf(schema));
}

function sampleOf(schema: Json | undefined): Json {
  const given = member(schema, 'default') ?? arrayAt(schema, 'examples')[0] ?? arrayAt(schema, 'enum')[0];
  if (given !== undefined) return given;
  switch (stringAt(schema, 'type')?.toLowerCase()) {
    case 'string':
      return 'sample';
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return isObject(member(schema, 'items')) ? [sampleOf(member(schema, 'items'))] : [];
    default:
      return sampleObject(schema);
  }
}

function sampleObject(schema: Json | undefined): Json {
  const properties = objectAt(schema, 'properties');
  const required = arrayAt(schema, 'required').filter((name) => typeof name === 'string');
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name])]));
}
