import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineReader } from '../../../../src/core/chat/journalLines.ts';

const encoder = new TextEncoder();

describe('lines of a journal', () => {
  it('are the same in whatever pieces the bytes come, and each tells where it ends', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\u2028', '\ufeff'), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (whole, size) => {
        const bytes = encoder.encode(whole);
        const reader = new LineReader();
        const lines: string[] = [];
        let from = 0;
        for (let at = 0; at < bytes.length; at += size) {
          for (const line of reader.push(bytes.subarray(at, at + size))) {
            lines.push(line.text ?? '');
            const ended = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, line.end));
            assert.equal(ended.replaceAll('\n', ''), line.text);
            from = line.end;
          }
        }
        const expected = whole.split('\n');
        const rest = expected.pop() ?? '';
        assert.deepEqual(
          lines,
          expected.filter((line) => line !== ''),
        );
        assert.deepEqual(reader.rest(), rest === '' ? null : { text: rest, end: bytes.length });
      }),
    );
  });

  it('that are no text, or longer than any that is written, are none, and cost no others', () => {
    const reader = new LineReader();
    const bytes = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(32_000_001, 'x'), Buffer.from('\nnext\n')]);
    assert.deepEqual(
      [...reader.push(bytes)].map(({ text }) => text),
      [null, null, 'next'],
    );
  });
});
