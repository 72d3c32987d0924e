import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/** Deeper than what any tool asks for, and shallow enough for every program that walks it. */
const maxDepth = 100;

/** The object if it can be written and walked without harm, else an empty one (faults WV-52). */
export function boundedObject(value: JsonObject): JsonObject {
  return isBounded(value) ? value : {};
}

/** Whether nothing in it lies deeper than 100 levels. It keeps its own stack, which the value cannot overflow. */
function isBounded(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth < maxDepth; depth++) {
    level = level.flatMap((one): readonly Json[] => (isArray(one) ? one : isObject(one) ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}
