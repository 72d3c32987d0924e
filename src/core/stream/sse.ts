import { createParser } from 'eventsource-parser';
import { MaestroError } from '../failure.ts';
import { bareJsonReader } from './bareJson.ts';

/** Longest event, and longest line of any kind, in characters (faults ST-31, ST-32). */
const maxEventLength = 8_000_000;

/**
 * Splits bytes into server-sent events (WHATWG HTML 9.2.6) and hands on the data of each as soon as it is complete; the
 * event's name is left out, because vendors repeat it in the data. An event without its closing blank line is never handed
 * on; a bare JSON object between events is, like the data of one. Returns the function that takes the bytes; it throws
 * `too-much` when one event, or a line that is none of an event, grows beyond the limit.
 */
export function sseReader(onData: (data: string) => void, maxLength = maxEventLength): (bytes: Uint8Array) => void {
  // The parser strips the one byte order mark that the standard allows, so the decoder must leave it.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let overflow = false;
  /** Of the line that has not ended yet. */
  let lineLength = 0;
  let unknownField = false;
  const parser = createParser({
    maxBufferSize: maxLength,
    onEvent: ({ data }) => onData(data),
    onError: ({ type }) => {
      overflow ||= type === 'max-buffer-size-exceeded';
      unknownField ||= type === 'unknown-field';
    },
  });
  const readBare = bareJsonReader(onData);
  return (bytes) => {
    const text = decoder.decode(bytes, { stream: true });
    unknownField = false;
    const line = lastLine(text);
    lineLength = line === 0 ? lineLength + text.length : text.length - line;
    parser.feed(text);
    if (overflow || lineLength > maxLength)
      throw new MaestroError({ code: 'too-much', detail: `one event is longer than ${maxLength} characters` });
    readBare(text, line, unknownField);
  };
}

/** Where the last line of the text begins: at its end if that is the end of a line. */
function lastLine(text: string): number {
  const lineFeed = text.lastIndexOf('\n');
  // Where every line ends in a line feed, all of the text would be searched for a carriage return in vain.
  return Math.max(lineFeed, text.indexOf('\r', lineFeed + 1) === -1 ? -1 : text.lastIndexOf('\r')) + 1;
}
