import type { Json } from '../../src/core/json.ts';

/** What was said so far, as the answers' rules want to read it. Each vendor's part reads it out of its own bodies. */
export interface Conversation {
  /** The last thing the person wrote. */
  readonly question: string;
  /** Everything said before, by both sides. */
  readonly history: string;
  /** How often the person wrote, this time included. */
  readonly questions: number;
  readonly instructions: string;
  /** Images beside the question: the media type of each, or `link` for one that is only named by its address. */
  readonly images: readonly string[];
  /** The tools that the model may call. */
  readonly tools: readonly OfferedTool[];
  /** The tool that the client insists on; absent if the model is free. */
  readonly mustCall?: OfferedTool;
  /** Whether the client forbids calls in parallel. */
  readonly oneCallOnly?: boolean;
  /** What tools answered since the person wrote last, in order. */
  readonly results: readonly ToolResult[];
}

export interface OfferedTool {
  readonly name: string;
  /** The JSON schema of its arguments. */
  readonly parameters: Json;
}

export interface ToolResult {
  readonly name: string;
  readonly text: string;
}

/** Clients mark what the person wrote with a tag; the model answers what is inside. */
export function unwrap(text: string): string {
  const inside = /^\s*<user_instructions>([\s\S]*)<\/user_instructions>\s*$/.exec(text)?.[1];
  return (inside ?? text).trim();
}
