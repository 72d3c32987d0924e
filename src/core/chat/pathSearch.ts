/** A path that was found, the better the higher its score. */
interface Found {
  readonly path: string;
  readonly score: number;
}

/**
 * The paths, with `/` between their segments, that have all characters of the query in their order, the best first: those
 * whose name begins with it or has it in one piece come before those where it is scattered, and short ones before long ones.
 */
export function searchPaths(paths: readonly string[], query: string, most: number): readonly string[] {
  const wanted = query.toLowerCase();
  if (wanted === '') return paths.slice(0, most);
  const found: Found[] = [];
  for (const path of paths) {
    const score = scoreOf(path.toLowerCase(), wanted);
    if (score > 0) found.push({ path, score });
  }
  found.sort((a, b) => b.score - a.score || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  return found.slice(0, most).map(({ path }) => path);
}

/** From 5 for a name that is just this, down to 1 for characters that are scattered; 0 for a path without them. */
function scoreOf(path: string, wanted: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === wanted) return 5;
  if (name.startsWith(wanted)) return 4;
  if (name.includes(wanted)) return 3;
  if (path.includes(wanted)) return 2;
  return isScattered(path, wanted) ? 1 : 0;
}

function isScattered(path: string, wanted: string): boolean {
  let at = 0;
  for (const character of wanted) {
    at = path.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
