import type { ShownImage } from '../bridge.ts';
import { element, icon } from '../element.ts';
import { imageSize } from '../imageSize.ts';
import { words } from '../words.ts';

/** Of the base64, which stands for three quarters as many bytes: 1 MB. */
const longestData = 1_400_000;
/** Decoded, an image takes four bytes a px. */
const mostPixels = 4_096 ** 2;

/** An image of the conversation, or a word for it where it is not what it says or too large to be decoded. */
export function imageView(image: ShownImage): HTMLElement {
  if (!isShowable(image)) {
    return element('span', { class: 'image-not-shown' }, icon('file-media'), words.imageNotShown);
  }
  return element('img', { class: 'image', alt: words.image, src: `data:${image.type};base64,${image.data}` });
}

function isShowable({ type, data }: ShownImage): boolean {
  if (data.length > longestData || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return false;
  const size = imageSize(type, bytesOf(data));
  return size !== null && size.width > 0 && size.height > 0 && size.width * size.height <= mostPixels;
}

function bytesOf(data: string): Uint8Array {
  try {
    return Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
