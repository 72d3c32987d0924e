import { arrayAt, type Json, member, numberAt, objectAt, stringAt } from '../core/json.ts';
import {
  type ComposerUpdate,
  type ContextKind,
  contextKinds,
  type ShownAttached,
  type ShownAttachment,
  type ShownComposer,
  type ShownOffer,
  type ShownQueued,
} from './composerBridge.ts';

/** The message as a ComposerUpdate, or `null` if it is anything else. */
export function readComposerUpdate(value: Json): ComposerUpdate | null {
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'composer':
      return { kind, composer: readComposer(objectAt(value, 'composer')) };
    case 'context-offers': {
      const request = numberAt(value, 'request');
      const offers = arrayAt(value, 'offers').flatMap(readOffer);
      return request === null ? null : { kind, request, offers, note: stringAt(value, 'note') };
    }
    case 'written': {
      const conversation = stringAt(value, 'conversation');
      const text = stringAt(value, 'text');
      return conversation === null || text === null ? null : { kind, conversation, text };
    }
    case 'draft': {
      const text = stringAt(value, 'text');
      return text === null ? null : { kind, text };
    }
    default:
      return null;
  }
}

/** What went with a question. */
export function readAttached(value: Json): readonly ShownAttached[] {
  return arrayAt(value, 'attached').flatMap((one) => {
    const kind = stringAt(one, 'kind');
    const label = stringAt(one, 'label');
    return label === null || !isContextKind(kind) ? [] : [{ kind, label }];
  });
}

function readComposer(value: Json): ShownComposer {
  return {
    attachments: arrayAt(value, 'attachments').flatMap(readAttachment),
    queue: arrayAt(value, 'queue').flatMap(readQueued),
    isHeld: member(value, 'isHeld') === true,
    tokens: numberAt(value, 'tokens') ?? 0,
    window: numberAt(value, 'window'),
  };
}

function readAttachment(value: Json): readonly ShownAttachment[] {
  return readOffer(value).map((offer) => ({
    ...offer,
    tokens: numberAt(value, 'tokens'),
    problem: stringAt(value, 'problem'),
  }));
}

function readOffer(value: Json): readonly ShownOffer[] {
  const id = stringAt(value, 'id');
  const kind = stringAt(value, 'kind');
  const label = stringAt(value, 'label');
  if (id === null || label === null || !isContextKind(kind)) return [];
  return [{ id, kind, label, detail: stringAt(value, 'detail') ?? '' }];
}

function readQueued(value: Json): readonly ShownQueued[] {
  const id = stringAt(value, 'id');
  const text = stringAt(value, 'text');
  return id === null || text === null ? [] : [{ id, text, attachments: numberAt(value, 'attachments') ?? 0 }];
}

function isContextKind(kind: string | null): kind is ContextKind {
  return contextKinds.some((known) => known === kind);
}
