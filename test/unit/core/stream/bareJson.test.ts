import assert from 'node:assert/strict';
import { sseReader } from '../../../../src/core/stream/sse.ts';

/** What is handed on of a stream that comes in pieces of this many bytes: data of events, and objects between them. */
function readData(stream: string, size = stream.length): readonly string[] {
  const bytes = new TextEncoder().encode(stream);
  const all: string[] = [];
  const read = sseReader((data) => all.push(data));
  for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
  return all;
}

describe('bare JSON in an event stream', () => {
  const pretty = JSON.stringify({ error: { message: 'a "}" and a \\', code: 503 } }, null, 2);

  it('is found between events, however the stream is cut', () => {
    for (const end of ['\n', '\r', '\r\n']) {
      const text = `data: {"a":{}}${end}${end}${pretty}${end}data: 1${end}{"b":1}`;
      for (let size = 1; size <= text.length; size++)
        assert.deepEqual(readData(text, size), ['{"a":{}}', pretty, '{"b":1}'], `${size}`);
    }
    assert.deepEqual(readData('{"first":1}\n'), ['{"first":1}']);
    assert.deepEqual(readData('data: 1\r{"a":1}\n{"b":1}'), ['{"a":1}', '{"b":1}']);
  });

  it('is not what stands in the data of an event', () => {
    assert.deepEqual(readData('data: {"a":1}\n\n: {"b":1}\nevent: {}\n {"c":1}\n'), ['{"a":1}']);
  });

  it('is not held without end: an object that never closes is forgotten, and what is too long is no error', () => {
    const long = `{"a":"${'x'.repeat(70_000)}"}`;
    for (const size of [1_000, long.length + 20]) assert.deepEqual(readData(`${long}\n{"b":1}`, size), ['{"b":1}']);
    assert.deepEqual(readData(`{"a":\n${'data: 1\n\n'.repeat(3)}`), ['1', '1', '1']);
  });

  it('is handed on like the data of an event, after the events before it', () => {
    assert.deepEqual(readData('data: 1\n\n{"error":1}\ndata: 2\n\n'), ['1', '2', '{"error":1}']);
  });
});
