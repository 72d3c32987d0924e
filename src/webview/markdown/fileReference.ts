/** A file that a text names, and the place in it, both counted from 1; `null` where the text does not say. */
export interface FileReference {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
}

export const longestReference = 300;

const name = '[\\p{L}\\p{N}_@.+~()[\\]-]+';
/** Folders and a name, with a place as compilers write it (`:12:5`, `:12-20`) or as the web does (`#L12`, `#L12-L20`). */
const reference = new RegExp(
  `^(?<path>(?:\\.{0,2}[/\\\\])?(?:${name}[/\\\\])*${name})(?:(?::|#L)(?<line>\\d{1,7})(?::(?<column>\\d{1,5})|-L?\\d{1,7})?)?$`,
  'u',
);

/**
 * The file that the whole text names, or `null` if it does not look like a relative path: it must have a slash, or an
 * ending. Whether there is such a file is for the host to say.
 */
export function fileReferenceIn(text: string): FileReference | null {
  if (text.length > longestReference) return null;
  const { path, line, column } = reference.exec(text)?.groups ?? {};
  if (path === undefined || /^[\\/]|\.\.$|^\.+$/.test(path) || !/[/\\]|[^.]\.\p{L}[\p{L}\p{N}]{0,11}$/u.test(path))
    return null;
  return { path, line: numberOf(line), column: numberOf(column) };
}

function numberOf(digits: string | undefined): number | null {
  const number = Number(digits ?? 0);
  return number === 0 ? null : number;
}
