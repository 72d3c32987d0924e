import { readFileSync } from 'node:fs';
import { parseJson, stringAt } from '../../src/core/json.ts';
import type { Frame } from './reply.ts';

/**
 * A recorded stream as frames, byte for byte. A `.sse` file is framed already; any other holds one event's JSON a line,
 * which gets `event: <its type>` in front, as the Responses API sends it.
 */
export function* recordedFrames(path: string): Generator<Frame> {
  // Latin-1 maps every byte to one character and back, so that even broken UTF-8 is replayed as it was.
  const text = readFileSync(path).toString('latin1');
  if (path.endsWith('.sse')) {
    for (const frame of text.match(/[\s\S]*?(?:\r\n\r\n|\n\n|\r\r|$)/g) ?? []) {
      if (frame !== '') yield toFrame(frame);
    }
    return;
  }
  for (const line of text.split('\n').filter((one) => one !== '')) {
    yield toFrame(`event: ${stringAt(parseJson(line), 'type') ?? 'message'}\ndata: ${line}\n\n`);
  }
}

function toFrame(text: string): Frame {
  return { bytes: Buffer.from(text, 'latin1'), pauseMs: 0 };
}
