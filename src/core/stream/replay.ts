import { type AssistantPart, type ChatRequest, type Issuer, type Message, mapNonEmpty, type Replay } from '../model.ts';

/** The token if it came from this very account and model; nobody else can read it, and nobody else is shown it. */
export function replayFor(replay: Replay | null, issuer: Issuer): string | null {
  if (replay === null) return null;
  const same = replay.vendor === issuer.vendor && replay.account === issuer.account && replay.model === issuer.model;
  return same ? replay.token : null;
}

/** The request without anything opaque from earlier answers. */
export function withoutReplay(request: ChatRequest): ChatRequest {
  return { ...request, messages: mapNonEmpty(request.messages, bare) };
}

function bare(message: Message): Message {
  if (message.role !== 'assistant') return message;
  return { role: 'assistant', content: mapNonEmpty(message.content, barePart) };
}

function barePart(part: AssistantPart): AssistantPart {
  return part.kind === 'citation' ? part : { ...part, replay: null };
}
