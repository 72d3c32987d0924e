import type { AssistantPart, CallId, Message, ToolResult } from '../model.ts';

/**
 * The calls of a history that have a result, each with its result, in the order of the results: vendors refuse one without
 * the other. Some vendors count their ids anew in each answer, so a result belongs to the nearest call before it; of calls
 * and results that share an id without need, the first counts.
 */
export function answeredCalls(messages: readonly Message[]): ReadonlyMap<AssistantPart, ToolResult> {
  const open = new Map<CallId, AssistantPart>();
  const answered = new Map<AssistantPart, ToolResult>();
  for (const message of messages) {
    if (message.role === 'assistant') {
      // Backwards, so that of two calls with one id in one message the first stays.
      for (const part of message.content.toReversed()) if (part.kind === 'tool-call') open.set(part.call, part);
    }
    if (message.role !== 'tool') continue;
    for (const result of message.results) {
      const call = open.get(result.call);
      if (call !== undefined) answered.set(call, result);
      open.delete(result.call);
    }
  }
  return answered;
}
