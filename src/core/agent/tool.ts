import type { JsonObject } from '../json.ts';
import type { Tool, UserPart } from '../model.ts';

/** What came of running a tool. The message of a failure is what the model is told. */
export type ToolOutcome =
  | { readonly kind: 'done'; readonly content: readonly UserPart[] }
  | { readonly kind: 'failed'; readonly message: string }
  /** The person did not allow it. */
  | { readonly kind: 'denied' };

/** A tool that a model is offered, with what it takes to run it. */
export interface AgentTool {
  readonly tool: Tool;
  /** Whether it only looks. Such tools run at once; all others one after the other, in the order in which they were called. */
  readonly readOnly: boolean;
  /** Whether the person is to be asked before it runs this time. */
  mustAsk(): boolean;
  /** Asks the person; resolves to whether it may run. */
  ask(input: JsonObject, signal: AbortSignal): Promise<boolean>;
  run(input: JsonObject, signal: AbortSignal): Promise<ToolOutcome>;
}
