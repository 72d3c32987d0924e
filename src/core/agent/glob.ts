/** Longer patterns, and more alternatives, are nobody's list of files. */
const maxLength = 1_000;
const maxAlternatives = 200;

/** One character of a name; `null` for any number of them. */
type Token = ((character: string) => boolean) | null;

/**
 * Whether a path, with `/` between its segments, is what a glob pattern of VS Code's settings means, or lies below it:
 * `*` and `?` stay within a segment, `**` is any number of them, `{a,b}` are alternatives and `[a-z]` is one of these characters.
 * The effort grows with the product of the lengths, whatever the pattern.
 */
export function isCovered(pattern: string, path: string): boolean {
  if (pattern === '' || pattern.length > maxLength) return false;
  const segments = path.split('/');
  return alternatives(pattern).some((one) => covers(one.split('/'), segments));
}

/** The pattern without braces; the innermost are resolved first. */
function alternatives(pattern: string): readonly string[] {
  let done: string[] = [];
  let open = [pattern];
  while (open.length > 0 && done.length + open.length <= maxAlternatives) {
    const next: string[] = [];
    for (const one of open) {
      const inner = /\{([^{}]*)\}/u.exec(one);
      if (inner === null) done = [...done, one];
      else {
        const [before, after] = [one.slice(0, inner.index), one.slice(inner.index + inner[0].length)];
        next.push(...(inner[1] ?? '').split(',').map((choice) => before + choice + after));
      }
    }
    open = next;
  }
  return done;
}

/** Follows all places of the pattern that the path can have come to at once. */
function covers(pattern: readonly string[], path: readonly string[]): boolean {
  let places = withEmpty(pattern, [0]);
  for (const segment of path) {
    const next = [...places].flatMap((place) => {
      const wanted = pattern[place];
      if (wanted === undefined) return [];
      if (wanted === '**') return [place];
      return isLike(tokensOf(wanted), [...segment]) ? [place + 1] : [];
    });
    places = withEmpty(pattern, next);
    if (places.has(pattern.length)) return true;
  }
  return false;
}

/** The places, and those after each `**`, because that may be no segment at all. */
function withEmpty(pattern: readonly string[], places: readonly number[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (let place of places) {
    all.add(place);
    for (; pattern[place] === '**'; place++) all.add(place + 1);
  }
  return all;
}

function tokensOf(segment: string): readonly Token[] {
  return [...segment.matchAll(/\*+|\[(!?)([^\]]+)\]|[\s\S]/gu)].map(([piece, negated, set]): Token => {
    if (set !== undefined) return (character) => isIn(set, character) !== (negated === '!');
    if (piece.startsWith('*')) return null;
    return piece === '?' ? () => true : (character) => character === piece;
  });
}

function isIn(set: string, character: string): boolean {
  return [...set.matchAll(/([\s\S])-([\s\S])|[\s\S]/gu)].some(([one, from, to]) =>
    from === undefined || to === undefined ? one === character : from <= character && character <= to,
  );
}

/** After a mismatch only the last star takes one more: whatever the stars before it took will do. */
function isLike(tokens: readonly Token[], name: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star: { readonly token: number; at: number } | null = null;
  while (at < name.length) {
    const wanted = tokens[token];
    if (wanted === null) star = { token: ++token, at };
    else if (wanted?.(name[at] ?? '') === true) {
      at++;
      token++;
    } else if (star !== null) {
      at = ++star.at;
      token = star.token;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === null);
}
