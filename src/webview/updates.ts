import { readEdits } from '../core/chat/draft.ts';
import { arrayAt, isObject, type Json, member, numberAt, objectAt, stringAt } from '../core/json.ts';
import { callId } from '../core/model.ts';
import { readAnswerUpdate, readImage, readImages } from './answerUpdates.ts';
import {
  type Action,
  type ChatState,
  type EndedPart,
  readIntent,
  type ShownAccount,
  type ShownAttached,
  type ShownMessage,
  type ShownOutcome,
  type ShownPart,
  type ShownStanding,
  type ShownStatus,
  type ShownVendor,
  type Update,
} from './bridge.ts';
import { readAttached, readComposerUpdate } from './composerUpdates.ts';
import { readConversation, readConversationUpdate, readSiblings } from './conversationUpdates.ts';

/** The message as an Update, or `null` if it is anything else: another version of the host may speak another language. */
export function readUpdate(value: Json): Update | null {
  const turn = stringAt(value, 'turn');
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'snapshot':
      return { kind, state: readState(objectAt(value, 'state')) };
    case 'account':
      return { kind, account: readAccount(member(value, 'account')) };
    case 'started': {
      const text = stringAt(value, 'text');
      const by = stringAt(value, 'by') ?? '';
      return turn === null || text === null ? null : { kind, turn, text, ...attachedOf(value), by };
    }
    case 'answerer': {
      const by = stringAt(value, 'by');
      return turn === null || by === null ? null : { kind, turn, by };
    }
    case 'parts':
      return turn === null ? null : { kind, turn, parts: present(arrayAt(value, 'parts').map(readStreamPart)) };
    case 'ended': {
      const outcome = readOutcome(member(value, 'outcome'));
      const continuing = member(value, 'canContinue') === true && { canContinue: true };
      return turn === null || outcome === null ? null : { kind, turn, outcome, ...continuing };
    }
    case 'focus':
    case 'ping':
      return { kind };
    default:
      return readAnswerUpdate(value) ?? readComposerUpdate(value) ?? readConversationUpdate(value);
  }
}

function readState(value: Json): ChatState {
  const running = objectAt(value, 'running');
  const turn = stringAt(running, 'turn');
  const siblings = readSiblings(member(running, 'siblings'));
  const parts = present(arrayAt(running, 'parts').map(readContentPart));
  const by = stringAt(running, 'by') ?? '';
  return {
    conversation: readConversation(objectAt(value, 'conversation')),
    account: readAccount(member(value, 'account')),
    vendors: present(arrayAt(value, 'vendors').map(readVendor)),
    messages: present(arrayAt(value, 'messages').map(readMessage)),
    edits: readEdits(value),
    running: turn === null ? null : { turn, ...(siblings !== null && { siblings }), parts, by },
  };
}

function readAccount(value: Json | undefined): ShownAccount {
  const label = stringAt(value, 'label');
  const model = stringAt(value, 'model');
  if (label === null || model === null) return null;
  return {
    label,
    plan: stringAt(value, 'plan'),
    model,
    effort: stringAt(value, 'effort'),
    standing: readStanding(objectAt(value, 'standing')),
    payer: stringAt(value, 'payer') ?? '',
    notice: stringAt(value, 'notice'),
  };
}

function readStanding(value: Json): ShownStanding {
  const kind = stringAt(value, 'kind');
  const sentence = stringAt(value, 'sentence');
  switch (kind) {
    case 'renewing':
    case 'trouble':
    case 'limit-reached':
    case 'needs-sign-in':
      return { kind, sentence };
    default:
      return { kind: 'ok', sentence };
  }
}

function readVendor(value: Json): ShownVendor | null {
  const id = stringAt(value, 'id');
  const label = stringAt(value, 'label');
  return id === null || label === null ? null : { id, label, detail: stringAt(value, 'detail') ?? '' };
}

function readMessage(value: Json): ShownMessage | null {
  const turn = stringAt(value, 'turn');
  const siblings = readSiblings(member(value, 'siblings'));
  const place = { ...(turn !== null && { turn }), ...(siblings !== null && { siblings }) };
  switch (stringAt(value, 'role')) {
    case 'user': {
      const text = stringAt(value, 'text');
      const images = readImages(value);
      if (text === null) return null;
      return { role: 'user', ...place, text, ...(images.length > 0 && { images }), ...attachedOf(value) };
    }
    case 'assistant': {
      const outcome = readOutcome(member(value, 'outcome'));
      const parts = present(arrayAt(value, 'parts').map(readAssistantPart));
      const continuing = member(value, 'canContinue') === true && { canContinue: true };
      if (outcome === null) return null;
      return { role: 'assistant', ...place, ...continuing, parts, outcome, by: stringAt(value, 'by') ?? '' };
    }
    default:
      return null;
  }
}

function attachedOf(value: Json): { readonly attached?: readonly ShownAttached[] } {
  const attached = readAttached(value);
  return attached.length === 0 ? {} : { attached };
}

/** The part of an ended answer is one of a running answer, but for the block that it does not name. */
function readAssistantPart(value: Json): EndedPart | null {
  const text = stringAt(value, 'text') ?? '';
  const part = isObject(value) ? readContentPart({ ...value, block: 0, delta: text }) : null;
  if (part === null) return null;
  switch (part.kind) {
    case 'tool-input':
      return null;
    case 'text':
      return { kind: part.kind, text };
    case 'reasoning':
      return { kind: part.kind, text, ...(part.ms !== undefined && { ms: part.ms }) };
    default: {
      const { block: _, ...ended } = part;
      return ended;
    }
  }
}

function readContentPart(value: Json): ShownPart | null {
  const kind = stringAt(value, 'kind');
  const block = numberAt(value, 'block');
  const delta = stringAt(value, 'delta');
  if (block === null) return null;
  switch (kind) {
    case 'text':
      return delta === null ? null : { kind, block, delta };
    case 'reasoning': {
      const ms = numberAt(value, 'ms');
      return delta === null ? null : { kind, block, delta, ...(ms !== null && { ms }) };
    }
    case 'citation': {
      const url = stringAt(value, 'url');
      return url === null ? null : { kind, block, url, title: stringAt(value, 'title') ?? '' };
    }
    case 'image': {
      const image = readImage(objectAt(value, 'image'));
      return image === null ? null : { kind, block, image };
    }
    default:
      return readToolPart(value, block);
  }
}

function readToolPart(value: Json, block: number): ShownPart | null {
  const kind = stringAt(value, 'kind');
  const id = stringAt(value, 'call');
  const tool = stringAt(value, 'tool');
  if (id === null) return null;
  const call = callId(id);
  if (kind === 'tool-result') {
    return { kind, block, call, text: stringAt(value, 'text') ?? '', failed: member(value, 'failed') === true };
  }
  if (tool === null) return null;
  if (kind === 'tool-call') return { kind, block, call, tool, input: objectAt(value, 'input') };
  const delta = stringAt(value, 'delta');
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
