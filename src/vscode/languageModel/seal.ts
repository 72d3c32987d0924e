import { readReplay, writeReplay } from '../../core/chat/answerRecord.ts';
import { arrayAt, type JsonObject, member, numberAt, stringAt } from '../../core/json.ts';
import { type AssistantPart, callId } from '../../core/model.ts';

/**
 * What VS Code's parts have no place for: the sealed reasoning of an answer, the signatures of its calls and texts, and the
 * order of all of it. Texts and calls themselves are not in it, because what VS Code gives back of them is what counts.
 * `null` where there is nothing that must go back.
 */
export function sealOf(parts: readonly AssistantPart[]): JsonObject | null {
  const isSealed = parts.some((part) => part.kind !== 'citation' && part.replay !== null);
  return isSealed ? { maestro: parts.flatMap(sealedBlock) } : null;
}

/**
 * An answer as it was, from the texts and calls that VS Code gives back and from the metadata that it kept of them. Text that
 * somebody has changed or moved since is all there, and once, but without its signature.
 */
export function unsealed(said: readonly AssistantPart[], metadata: JsonObject): readonly AssistantPart[] {
  const calls = said.filter((part) => part.kind === 'tool-call');
  let text = said.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const parts: AssistantPart[] = [];
  for (const block of arrayAt(metadata, 'maestro')) {
    const replay = readReplay(member(block, 'replay'));
    switch (stringAt(block, 'kind')) {
      case 'reasoning':
        parts.push({ kind: 'reasoning', text: stringAt(block, 'text') ?? '', replay });
        break;
      case 'text': {
        const length = Math.max(0, numberAt(block, 'length') ?? 0);
        const own = text.slice(0, length);
        text = text.slice(length);
        if (own !== '') parts.push({ kind: 'text', text: own, replay: own.length === length ? replay : null });
        break;
      }
      case 'tool-call': {
        const id = callId(stringAt(block, 'call') ?? '');
        const at = calls.findIndex(({ call }) => call === id);
        parts.push(...calls.splice(at, at < 0 ? 0 : 1).map((call) => ({ ...call, replay })));
      }
    }
  }
  if (text !== '') parts.push({ kind: 'text', text, replay: null });
  return [...parts, ...calls];
}

/** Whether the metadata of a part is a seal. */
export function isSeal(metadata: JsonObject): boolean {
  return Array.isArray(member(metadata, 'maestro'));
}

function sealedBlock(part: AssistantPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [{ kind: part.kind, length: part.text.length, replay: writeReplay(part.replay) }];
    case 'reasoning':
      // Reasoning that nobody has sealed goes back to nobody.
      return part.replay === null ? [] : [{ kind: part.kind, text: part.text, replay: writeReplay(part.replay) }];
    case 'tool-call':
      return [{ kind: part.kind, call: part.call, replay: writeReplay(part.replay) }];
    case 'citation':
      return [];
    default:
      return part satisfies never;
  }
}
