import { answeredCalls } from '../../core/chat/answeredCalls.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AssistantPart, Issuer, Message, ToolResult } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { CallIds } from './callIds.ts';
import { noSignature, splitSigned } from './signatures.ts';
import { functionResponses, userParts } from './userParts.ts';

type Call = Extract<AssistantPart, { kind: 'tool-call' }>;

type Content = { readonly role: 'user' | 'model'; readonly parts: JsonObject[] };

/** What a model demands of a history. */
export interface Dialect {
  /** Gemini 3 and later: the first call of a step must have a signature, and results may hold images. */
  readonly signedCalls: boolean;
}

/**
 * The conversation as `contents` (Gemini API reference, Content). The results of a step's calls follow it at once, in one
 * content, in the order of the calls, whatever the history's order. A call without a result and a result without its call
 * are left out: Google refuses them.
 */
export function toContents(messages: readonly Message[], issuer: Issuer, dialect: Dialect): readonly Content[] {
  const results = answeredCalls(messages);
  const ids = new CallIds();
  const contents: Content[] = [];
  for (const message of messages) {
    if (message.role === 'tool') continue;
    if (message.role === 'user') {
      push(contents, 'user', userParts(message.content));
      continue;
    }
    const answered: [call: Call, result: ToolResult][] = [];
    const parts = message.content.flatMap((part) => {
      if (part.kind !== 'tool-call') return spoken(part, issuer);
      const result = results.get(part);
      if (result === undefined) return [];
      answered.push([part, result]);
      const own = replayFor(part.replay, issuer);
      const signature = own ?? (dialect.signedCalls && answered.length === 1 ? noSignature : null);
      return [signedPart({ functionCall: { id: ids.fit(part.call), name: part.tool, args: part.input } }, signature)];
    });
    push(contents, 'model', parts);
    const responses = answered.map(([{ call, tool }, result]) => ({ id: ids.fit(call), tool, result }));
    push(contents, 'user', functionResponses(responses, dialect.signedCalls));
  }
  return contents;
}

/** Text goes back as it came; reasoning only with its signature, because without it Google has no use for it. */
function spoken(part: Exclude<AssistantPart, Call>, issuer: Issuer): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return splitSigned(part.text, replayFor(part.replay, issuer)).map(({ text, signature }) =>
        signedPart({ text }, signature),
      );
    case 'reasoning': {
      const signed = splitSigned(part.text, replayFor(part.replay, issuer)).filter(
        ({ signature }) => signature !== null,
      );
      return signed.map(({ text, signature }) => signedPart({ text, thought: true }, signature));
    }
    case 'citation':
      return [];
    default:
      return part satisfies never;
  }
}

function signedPart(part: JsonObject, signature: string | null): JsonObject {
  return signature === null ? part : { ...part, thoughtSignature: signature };
}

/** Adds parts, to the last content where the model speaks on: a call must not follow another content of the model. */
function push(contents: Content[], role: Content['role'], parts: readonly JsonObject[]): void {
  if (parts.length === 0) return;
  const last = contents.at(-1);
  if (role === 'model' && last?.role === 'model') last.parts.push(...parts);
  else contents.push({ role, parts: [...parts] });
}
