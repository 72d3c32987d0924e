// `npm run replay -- <protocol> <file>`: what the product's own decoder makes of a recorded stream, one JSON a line.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { decoders, replay } from '../replay.ts';

const usage = `npm run replay -- <protocol> <file> [--chunk N]

Prints the parts that Maestro's decoder makes of a recorded stream, one JSON a line, "end" last.
  <protocol>  ${Object.keys(decoders).join(', ')}
  <file>      .sse as it came over the wire, or one event's JSON a line; - reads standard input
  --chunk N   feeds N bytes at a time`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { chunk: { type: 'string' } } });
const [protocol = '', file = ''] = positionals;
const make = Object.hasOwn(decoders, protocol) ? decoders[protocol] : undefined;
const chunkBytes = values.chunk === undefined ? null : Number(values.chunk);
if (make === undefined || file === '' || (chunkBytes !== null && !(Number.isInteger(chunkBytes) && chunkBytes > 0))) {
  console.error(usage);
  process.exit(2);
}
const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
for (const part of replay(make(), content, chunkBytes)) console.log(JSON.stringify(part));
