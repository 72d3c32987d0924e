import type { CallId, NonEmpty, ToolResult } from '../model.ts';

/** How a call ended: with what the tool gave, or without because of itself, the person, or Stop. */
export type ToolEnd = 'done' | 'failed' | 'denied' | 'stopped';

/** How a tool call goes on. `block` is that of the call. */
export type ToolPart =
  | { readonly kind: 'tool-state'; readonly block: number; readonly call: CallId; readonly state: 'asking' | 'running' }
  | { readonly kind: 'tool-result'; readonly block: number; readonly end: ToolEnd; readonly result: ToolResult };

/** What an agent's answer has beside that of a single question. A round has ended, and the next begins from these results. */
export type AgentPart = ToolPart | { readonly kind: 'round'; readonly results: NonEmpty<ToolResult> };

export function isAgentPart<T extends { readonly kind: string }>(part: T | AgentPart): part is AgentPart {
  return part.kind === 'tool-state' || part.kind === 'tool-result' || part.kind === 'round';
}
