import { base64 } from '../../core/base64.ts';
import { maxImageLength, type PageImageType } from '../composerBridge.ts';

export interface PageImage {
  readonly type: PageImageType;
  /** Base64. */
  readonly data: string;
}

/** What vendors scale larger images to (Anthropic's guide to vision: 1568 pixels on the long side). */
const longestSide = 1_568;
/** Larger files are not decoded: nobody means to paste one. */
const maxFileBytes = 40_000_000;
const jpegQualities = [0.9, 0.75, 0.5] as const;
const smaller = 0.7;
const leastSide = 64;

/**
 * An image as every vendor takes it: at most 1568 pixels on its longer side and about one megabyte, PNG where that is small
 * enough. It is drawn anew in any case, so that nothing of the file but the picture leaves: no place, no camera, no thumbnail.
 * `null` for what is no image that the browser can read.
 */
export async function pageImage(file: Blob): Promise<PageImage | null> {
  if (file.size > maxFileBytes) return null;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  try {
    for (let side = longestSide; side >= leastSide; side *= smaller) {
      const image = await drawn(bitmap, side);
      if (image !== null) return image;
    }
    return null;
  } finally {
    bitmap.close();
  }
}

/** The image at this size, or `null` if no way to write it is small enough. */
async function drawn(bitmap: ImageBitmap, side: number): Promise<PageImage | null> {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const png = await encoded(canvasOf(bitmap, width, height, null), 'image/png', 1);
  if (png !== null) return png;
  // JPEG has no transparency, and what is transparent would turn black.
  const opaque = canvasOf(bitmap, width, height, 'white');
  for (const quality of jpegQualities) {
    const jpeg = await encoded(opaque, 'image/jpeg', quality);
    if (jpeg !== null) return jpeg;
  }
  return null;
}

function canvasOf(bitmap: ImageBitmap, width: number, height: number, ground: string | null): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  if (ground !== null) {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

async function encoded(canvas: HTMLCanvasElement, type: PageImageType, quality: number): Promise<PageImage | null> {
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, type, quality);
  const blob = await promise;
  if (blob === null || blob.type !== type) return null;
  // Base64 writes three bytes as four characters (RFC 4648 section 4).
  if (Math.ceil(blob.size / 3) * 4 > maxImageLength) return null;
  return { type, data: base64(new Uint8Array(await blob.arrayBuffer())) };
}
