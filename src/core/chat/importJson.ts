import { MaestroError } from '../failure.ts';
import { isArray, member, parseJson, stringAt } from '../json.ts';
import { type EpochMs, epochMs, type RunId, runId, type TurnId, turnId } from '../model.ts';
import type { ContentPart } from '../parts.ts';
import { contentHash } from './attach.ts';
import type { Entry } from './entry.ts';
import { readEntryValue } from './entryRecord.ts';
import { newId } from './newId.ts';
import type { Answerer } from './turn.ts';

/** Longest text that is imported, in characters, and most entries in it. */
const maxLength = 64_000_000;
const maxEntries = 500_000;

/**
 * Reads what was exported, as hostile as any file that somebody hands over (faults WV-64): ids are given anew, contents are
 * hashed again, and nothing counts as an account's own or as what only a vendor can read. Throws `not-importable`.
 */
export async function importJson(text: string, now: EpochMs): Promise<readonly Entry[]> {
  if (text.length > maxLength) throw refused(`it is longer than ${maxLength} characters`);
  const root = parseJson(text);
  const values = member(root, 'entries');
  if (stringAt(root, 'maestro') !== 'conversation' || !isArray(values)) throw refused('it is no export of Maestro');
  if (values.length > maxEntries) throw refused(`it has more than ${maxEntries} entries`);
  const renewal = new Renewal(now);
  const entries: Entry[] = [];
  for (const value of values) {
    const result = readEntryValue(value);
    if (result.kind === 'newer') throw refused('it was made by a newer version of Maestro');
    if (result.kind === 'ok') entries.push(...(await renewal.renew(result.entry)));
  }
  if (!entries.some(({ kind }) => kind === 'asked')) throw refused('there is no question in it');
  return entries;
}

/** Makes the entries of a stranger one's own: each id always becomes the same new one. */
class Renewal {
  readonly #now: EpochMs;
  readonly #ids = new Map<string, string>();
  readonly #hashes = new Map<string, string>();
  #order = 0;

  constructor(now: EpochMs) {
    this.#now = now;
  }

  async renew(entry: Entry): Promise<readonly Entry[]> {
    switch (entry.kind) {
      case 'begun':
        return [];
      case 'attached': {
        const hash = await contentHash(entry.content);
        this.#hashes.set(entry.hash, hash);
        return [{ ...entry, hash }];
      }
      case 'asked': {
        const attachments = entry.attachments.map((one) => ({
          ...one,
          place: null,
          hash: this.#hashes.get(one.hash) ?? one.hash,
        }));
        const parent = entry.parent === null ? null : this.#turn(entry.parent);
        return [{ ...this.#dated(entry), turn: this.#turn(entry.turn), parent, ...this.#ordered(), attachments }];
      }
      case 'resumed':
        return [{ ...this.#dated(entry), turn: this.#turn(entry.turn), run: this.#run(entry.run), ...this.#ordered() }];
      case 'chosen':
        return [{ ...entry, turn: this.#turn(entry.turn), ...this.#ordered() }];
      case 'titled':
        return [{ ...entry, ...this.#ordered() }];
      case 'account':
        // It is somebody else's.
        return [];
      case 'answerer':
        return [{ ...entry, run: this.#run(entry.run), answerer: stranger(entry.answerer) }];
      case 'said':
        return [{ ...entry, run: this.#run(entry.run), parts: entry.parts.map(bare) }];
      case 'results':
        return [{ ...entry, run: this.#run(entry.run) }];
      case 'ended':
        return [{ ...entry, run: this.#run(entry.run), at: this.#past(entry.at) }];
      default:
        return entry satisfies never;
    }
  }

  /** The order in which they stand, whatever they say of it themselves. */
  #ordered(): { readonly order: number } {
    this.#order++;
    return { order: this.#order };
  }

  #dated<T extends { readonly at: EpochMs; readonly answerer: Answerer | null }>(entry: T): T {
    return { ...entry, at: this.#past(entry.at), answerer: entry.answerer === null ? null : stranger(entry.answerer) };
  }

  #past(at: EpochMs): EpochMs {
    return epochMs(Math.min(at, this.#now));
  }

  #turn(id: TurnId): TurnId {
    return turnId(this.#renewed(id));
  }

  #run(id: RunId): RunId {
    return runId(this.#renewed(id));
  }

  #renewed(id: string): string {
    const renewed = this.#ids.get(id) ?? newId();
    this.#ids.set(id, renewed);
    return renewed;
  }
}

function stranger(answerer: Answerer): Answerer {
  return { ...answerer, account: null };
}

function bare(part: ContentPart): ContentPart {
  switch (part.kind) {
    case 'text':
      return { kind: part.kind, block: part.block, delta: part.delta };
    case 'reasoning':
      return { ...part, replay: null };
    case 'tool-call':
      return { kind: part.kind, block: part.block, call: part.call, tool: part.tool, input: part.input };
    case 'citation':
    case 'tool-input':
      return part;
    default:
      return part satisfies never;
  }
}

function refused(detail: string): MaestroError {
  return new MaestroError({ code: 'not-importable', detail });
}
