interface Hunk {
  /** Where the patch believes it begins, from 0. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const head = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/;

/** Whether the code is a unified diff of one file. */
export function isPatch(code: string): boolean {
  return code.split('\n').some((line) => head.test(line));
}

/**
 * The file with a unified diff applied, or `null` if one of its hunks fits nowhere. Line numbers of a model are a guess:
 * a hunk goes where its lines are, the nearest place to the number first.
 */
export function patched(file: string, patch: string): string | null {
  const lines = file.split('\n');
  let shift = 0;
  for (const { line, before, after } of hunksOf(patch)) {
    const at = nearest(lines, before, line + shift);
    if (at === null) return null;
    lines.splice(at, before.length, ...after);
    shift = at - line + after.length - before.length;
  }
  return lines.join('\n');
}

function hunksOf(patch: string): readonly Hunk[] {
  const hunks: { line: number; before: string[]; after: string[] }[] = [];
  for (const line of patch.split('\n')) {
    const begins = head.exec(line);
    if (begins !== null) hunks.push({ line: Math.max(0, Number(begins[1]) - 1), before: [], after: [] });
    const hunk = hunks.at(-1);
    if (begins !== null || hunk === undefined || line.startsWith('\\')) continue;
    // Models leave out the space before an empty line.
    const text = line.slice(1);
    if (!line.startsWith('+')) hunk.before.push(text);
    if (!line.startsWith('-')) hunk.after.push(text);
  }
  return hunks;
}

/** The place nearest to `wanted` at which the lines are, or `null`. */
function nearest(lines: readonly string[], sought: readonly string[], wanted: number): number | null {
  const last = lines.length - sought.length;
  const from = Math.min(Math.max(wanted, 0), Math.max(last, 0));
  for (let distance = 0; distance <= lines.length; distance++) {
    for (const at of [from + distance, from - distance]) {
      if (at >= 0 && at <= last && sought.every((line, index) => lines[at + index] === line)) return at;
    }
  }
  return null;
}
