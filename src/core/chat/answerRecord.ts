import { arrayAt, isObject, type Json, type JsonObject, member, objectAt, stringAt } from '../json.ts';
import { type AssistantPart, accountId, callId, modelId, type Replay, vendorId } from '../model.ts';

/** An answer as plain JSON, for what outlives the window. */
export function writeAnswer(parts: readonly AssistantPart[]): readonly JsonObject[] {
  return parts.map((part) =>
    part.kind === 'citation'
      ? { kind: part.kind, source: { ...part.source } }
      : { ...part, replay: writeReplay(part.replay) },
  );
}

/** Reads a stored answer, trusting nothing in it: what cannot be read is left out. */
export function readAnswer(record: unknown, key: string): readonly AssistantPart[] {
  return arrayAt(record, key).flatMap(readPart);
}

/** What only a vendor can read, with whom it came from. */
export function writeReplay(replay: Replay | null): JsonObject | null {
  return replay === null ? null : { ...replay };
}

/** Reads what {@link writeReplay} wrote; `null` for anything else. */
export function readReplay(value: Json | undefined): Replay | null {
  const vendor = stringAt(value, 'vendor');
  const account = stringAt(value, 'account');
  const model = stringAt(value, 'model');
  const token = stringAt(value, 'token');
  if (vendor === null || account === null || model === null || token === null) return null;
  return { vendor: vendorId(vendor), account: accountId(account), model: modelId(model), token };
}

function readPart(value: Json): readonly AssistantPart[] {
  const kind = stringAt(value, 'kind');
  const replay = readReplay(member(value, 'replay'));
  switch (kind) {
    case 'text':
    case 'reasoning': {
      const text = stringAt(value, 'text');
      return text === null ? [] : [{ kind, text, replay }];
    }
    case 'citation': {
      const url = stringAt(objectAt(value, 'source'), 'url');
      const title = stringAt(objectAt(value, 'source'), 'title');
      return url === null || title === null ? [] : [{ kind, source: { url, title } }];
    }
    case 'tool-call': {
      const call = stringAt(value, 'call');
      const tool = stringAt(value, 'tool');
      const input = member(value, 'input');
      return call === null || tool === null || !isObject(input)
        ? []
        : [{ kind, call: callId(call), tool, input, replay }];
    }
    default:
      return [];
  }
}
