import type { CodeText } from '../webview/markdown/codeBlocks.ts';
import { titleIn } from '../webview/markdown/codeInfo.ts';

const path = '[\\p{L}\\p{N}_@.+~()[\\]-][\\p{L}\\p{N}_@.+~()[\\]/\\\\-]*';
/** `ts:src/a.ts`, `ts src/a.ts`, `src/a.ts`. */
const written = new RegExp(`^(?:[\\p{L}\\p{N}+#_-]*[\\s:])?(${path}\\.\\w+|${path}[/\\\\]${path})$`, 'iu');
/** A first line that is a comment with a path in it and nothing else. */
const comment = new RegExp(
  `^\\s*(?:\\/\\/|#|--|;|%|\\/\\*|<!--)\\s*(?:file(?:name)?|path)?:?\\s*(${path}\\.\\w{1,12})\\s*(?:\\*\\/|-->)?\\s*$`,
  'iu',
);
/** The new side of a unified diff. */
const patched = /^\+\+\+ (?:b\/)?([^\t\n]+)/mu;
const longestPath = 300;

/** The path of the file that a code block says it is for, as it is written there; `null` if it says nothing. */
export function fileNamedIn({ info, code }: CodeText): string | null {
  const firstLine = code.slice(0, 2 * longestPath).split('\n', 1)[0] ?? '';
  const title = titleIn(info);
  const found =
    (title === '' ? null : title) ??
    written.exec(info.slice(0, longestPath))?.[1] ??
    comment.exec(firstLine.slice(0, longestPath))?.[1] ??
    patched.exec(code.slice(0, 2_000))?.[1] ??
    null;
  const clean = found?.trim() ?? '';
  return clean === '' || clean.length > longestPath || clean === '/dev/null' ? null : clean;
}
