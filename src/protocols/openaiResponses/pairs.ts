import type { AssistantPart, CallId, Message, ToolResult } from '../../core/model.ts';

/** The ids under which calls and their results go to the API; what has no counterpart has none. */
export interface PairedCalls {
  readonly calls: ReadonlyMap<AssistantPart, string>;
  readonly results: ReadonlyMap<ToolResult, string>;
}

/** What every model of the API takes as a `call_id`. */
const fit = /^[\w-]{1,64}$/;

/**
 * Pairs each result with the call before it: one without the other is refused by the API. Ids made elsewhere may not
 * fit, or be used again in a later turn; such a pair gets a new one, the same at every repetition of the conversation.
 */
export function pairCalls(messages: readonly Message[]): PairedCalls {
  const calls = new Map<AssistantPart, string>();
  const results = new Map<ToolResult, string>();
  const used = new Set<string>();
  const open = new Map<CallId, AssistantPart>();
  for (const message of messages) {
    if (message.role === 'assistant') {
      for (const part of message.content) if (part.kind === 'tool-call') open.set(part.call, part);
    }
    if (message.role !== 'tool') continue;
    for (const result of message.results) {
      const call = open.get(result.call);
      if (call === undefined) continue;
      open.delete(result.call);
      const id = freeId(result.call, used);
      used.add(id);
      calls.set(call, id);
      results.set(result, id);
    }
  }
  return { calls, results };
}

function freeId(wanted: string, used: ReadonlySet<string>): string {
  let id = fit.test(wanted) ? wanted : '';
  for (let n = used.size + 1; id === '' || used.has(id); n++) id = `call_${n}`;
  return id;
}
