import { arrayAt, type Json, member, numberAt, objectAt, stringAt } from '../core/json.ts';
import { callId } from '../core/model.ts';
import {
  type Action,
  type ChatState,
  type EndedPart,
  readIntent,
  type ShownAccount,
  type ShownMessage,
  type ShownOutcome,
  type ShownPart,
  type ShownStatus,
  type ShownVendor,
  type Update,
} from './bridge.ts';

/** The message as an Update, or `null` if it is anything else: another version of the host may speak another language. */
export function readUpdate(value: Json): Update | null {
  const turn = numberAt(value, 'turn');
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'snapshot':
      return { kind, state: readState(objectAt(value, 'state')) };
    case 'account':
      return { kind, account: readAccount(member(value, 'account')) };
    case 'started': {
      const text = stringAt(value, 'text');
      return turn === null || text === null ? null : { kind, turn, text, by: stringAt(value, 'by') ?? '' };
    }
    case 'answerer': {
      const by = stringAt(value, 'by');
      return turn === null || by === null ? null : { kind, turn, by };
    }
    case 'parts':
      return turn === null ? null : { kind, turn, parts: present(arrayAt(value, 'parts').map(readStreamPart)) };
    case 'ended': {
      const outcome = readOutcome(member(value, 'outcome'));
      return turn === null || outcome === null ? null : { kind, turn, outcome };
    }
    case 'focus':
      return { kind };
    default:
      return null;
  }
}

function readState(value: Json): ChatState {
  const running = objectAt(value, 'running');
  const turn = numberAt(running, 'turn');
  const parts = present(arrayAt(running, 'parts').map(readContentPart));
  return {
    account: readAccount(member(value, 'account')),
    vendors: present(arrayAt(value, 'vendors').map(readVendor)),
    messages: present(arrayAt(value, 'messages').map(readMessage)),
    running: turn === null ? null : { turn, parts, by: stringAt(running, 'by') ?? '' },
  };
}

function readAccount(value: Json | undefined): ShownAccount {
  const label = stringAt(value, 'label');
  const model = stringAt(value, 'model');
  return label === null || model === null
    ? null
    : { label, plan: stringAt(value, 'plan'), model, notice: stringAt(value, 'notice') };
}

function readVendor(value: Json): ShownVendor | null {
  const id = stringAt(value, 'id');
  const label = stringAt(value, 'label');
  return id === null || label === null ? null : { id, label, detail: stringAt(value, 'detail') ?? '' };
}

function readMessage(value: Json): ShownMessage | null {
  switch (stringAt(value, 'role')) {
    case 'user': {
      const text = stringAt(value, 'text');
      return text === null ? null : { role: 'user', text };
    }
    case 'assistant': {
      const outcome = readOutcome(member(value, 'outcome'));
      const parts = present(arrayAt(value, 'parts').map(readAssistantPart));
      return outcome === null ? null : { role: 'assistant', parts, outcome, by: stringAt(value, 'by') ?? '' };
    }
    default:
      return null;
  }
}

function readAssistantPart(value: Json): EndedPart | null {
  const kind = stringAt(value, 'kind');
  if (kind === 'tool-call') {
    const call = stringAt(value, 'call');
    const tool = stringAt(value, 'tool');
    return call === null || tool === null ? null : { kind, call: callId(call), tool, input: objectAt(value, 'input') };
  }
  const text = stringAt(value, 'text');
  return text !== null && (kind === 'text' || kind === 'reasoning') ? { kind, text } : null;
}

function readContentPart(value: Json): ShownPart | null {
  const kind = stringAt(value, 'kind');
  const block = numberAt(value, 'block');
  const delta = stringAt(value, 'delta');
  if (block === null) return null;
  if (kind === 'text' || kind === 'reasoning') return delta === null ? null : { kind, block, delta };
  const id = stringAt(value, 'call');
  const tool = stringAt(value, 'tool');
  if (id === null || tool === null) return null;
  const call = callId(id);
  if (kind === 'tool-call') return { kind, block, call, tool, input: objectAt(value, 'input') };
  return kind === 'tool-input' && delta !== null ? { kind, block, call, tool, delta } : null;
}

function readStreamPart(value: Json): ShownPart | ShownStatus | null {
  const kind = stringAt(value, 'kind');
  if (kind === 'renewing') return { kind };
  if (kind === 'waiting') return { kind, seconds: numberAt(value, 'seconds') ?? 0 };
  if (kind !== 'retrying') return readContentPart(value);
  const attempt = numberAt(value, 'attempt');
  const attempts = numberAt(value, 'attempts');
  return attempt === null || attempts === null
    ? null
    : { kind, attempt, attempts, waitMs: numberAt(value, 'waitMs') ?? 0 };
}

function readOutcome(value: Json | undefined): ShownOutcome | null {
  const kind = stringAt(value, 'kind');
  if (kind === 'complete') return { kind, note: stringAt(value, 'note') };
  if (kind === 'stopped') return { kind };
  const sentence = stringAt(value, 'sentence');
  if (kind !== 'failed' || sentence === null) return null;
  return { kind, sentence, actions: present(arrayAt(value, 'actions').map(readAction)) };
}

function readAction(value: Json): { readonly action: Action; readonly label: string } | null {
  const intent = readIntent({ kind: 'action', action: stringAt(value, 'action') });
  const label = stringAt(value, 'label');
  return intent?.kind === 'action' && label !== null ? { action: intent.action, label } : null;
}

function present<T>(list: readonly (T | null)[]): readonly T[] {
  return list.filter((item) => item !== null);
}
