import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, stringAt } from '../src/core/json.ts';

/** Recorded vendor streams beside the project, or where `MAESTRO_RECORDINGS` says; the tests pass without them. */
const folder = process.env['MAESTRO_RECORDINGS'] ?? join(import.meta.dirname, '../../shared/recordings');

export interface Recording {
  readonly name: string;
  /** One event's JSON each. */
  readonly events: readonly string[];
}

/** The recordings of a protocol; empty when there are none. */
export function recordings(protocol: string): readonly Recording[] {
  const place = join(folder, protocol);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => /\.(chunks\.txt|sse)$/.test(name))
    .map((name) => ({
      name,
      events: readFileSync(join(place, name), 'utf8')
        .split('\n')
        .map((line) => line.replace(/^data: /, ''))
        .filter((line) => line.trim() !== '' && line !== '[DONE]'),
    }));
}

/** The path of a recording, for a server that replays it. */
export function recordingPath(protocol: string, name: string): string {
  return join(folder, protocol, name);
}

/** Events as they go over the wire: `event:` with the JSON's own type, `data:`, and a blank line. */
export function asEventStream(events: readonly string[]): string {
  return events
    .map((event) => `event: ${stringAt(parseJson(event), 'type') ?? 'message'}\ndata: ${event}\n\n`)
    .join('');
}
