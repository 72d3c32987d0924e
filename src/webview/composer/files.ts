import type { Intent } from '../bridge.ts';
import { maxTextLength } from '../composerBridge.ts';
import { words } from '../words.ts';
import { pageImage } from './image.ts';

const longestName = 200;

/** A file whose contents came with a paste or a drop: what attaches it, or a sentence that says why nothing does. */
export async function attachIntent(file: File): Promise<Intent | string> {
  const name = file.name.slice(-longestName) || words.pastedImage;
  // No vendor takes SVG as an image, but it can be read.
  if (file.type.startsWith('image/') && file.type !== 'image/svg+xml') {
    const image = await pageImage(file);
    return image === null ? words.cannotReadImage(name) : { kind: 'attach-image', name, ...image };
  }
  if (file.size > maxTextLength) return words.tooLargeFile(name);
  const text = await textOf(file);
  return text === null ? words.cannotReadFile(name) : { kind: 'attach-text', name, text };
}

/** The text of a file, or `null` if it is a folder, cannot be read or is not text in UTF-8. */
async function textOf(file: File): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
