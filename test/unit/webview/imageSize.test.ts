import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ImageType, imageTypes } from '../../../src/core/model.ts';
import { imageSize } from '../../../src/webview/imageSize.ts';

const heads: readonly (readonly [type: ImageType, hex: string])[] = [
  ['image/png', '89504e470d0a1a0a0000000d494844520000019000000040'],
  ['image/gif', '47494638396190014000'],
  ['image/jpeg', 'ffd8ffe000104a46494600010100000100010000ffc400040000ffc00011080040019003'],
  ['image/webp', '52494646000000005745425056503820000000000000009d012a90014000'],
  ['image/webp', '5249464600000000574542505650384c000000002f8fc10f00'],
  ['image/webp', '524946460000000057454250565038580a000000000000008f01003f0000'],
];

describe('the size of an image', () => {
  for (const [type, hex] of heads) {
    it(`is read from the head of ${type}: ${hex.slice(24, 32)}`, () => {
      assert.deepEqual(imageSize(type, Buffer.from(hex, 'hex')), { width: 400, height: 64 });
    });
  }

  it('is not known of what is cut short, of another type, or no image at all (faults WV-25)', () => {
    for (const [type, hex] of heads) {
      assert.equal(imageSize(type, Buffer.from(hex.slice(0, 18), 'hex')), null);
      for (const other of imageTypes) if (other !== type) assert.equal(imageSize(other, Buffer.from(hex, 'hex')), null);
    }
    fc.assert(
      fc.property(fc.constantFrom(...imageTypes), fc.uint8Array(), (type, bytes) => void imageSize(type, bytes)),
    );
  });
});
