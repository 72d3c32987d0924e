import { parseJson } from '../../core/json.ts';
import { isNonEmpty, type NonEmpty } from '../../core/model.ts';

/** A member's name or an item's index. */
export type Step = string | number;

/** Deeper than any tool's arguments go. */
const maxSteps = 64;
const step = /\.([^.[\]]+)|\[(\d{1,6})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * A JSONPath that names one place, for example `$.recipe.steps[0]` (RFC 9535 section 2.3, name and index selectors only), as
 * its steps; `null` if it is anything else.
 */
export function readPath(path: string): NonEmpty<Step> | null {
  const steps: Step[] = [];
  step.lastIndex = 1;
  while (path.startsWith('$') && step.lastIndex < path.length && steps.length < maxSteps) {
    const [, name, index, single, double] = step.exec(path) ?? [];
    const found = name ?? (index === undefined ? unquoted(single, double) : Number(index));
    if (found === null) return null;
    steps.push(found);
    if (step.lastIndex === path.length) return isNonEmpty(steps) ? steps : null;
  }
  return null;
}

/** What a quoted name means: its escapes are JSON's, and `\'` in single quotes. */
function unquoted(single: string | undefined, double: string | undefined): string | null {
  const text = double ?? single?.replace(/\\'|"/g, (found) => (found === '"' ? '\\"' : "'"));
  const name = text === undefined ? undefined : parseJson(`"${text}"`);
  return typeof name === 'string' ? name : null;
}
