import {
  type ChatParticipantToolToken,
  type ChatRequest,
  type LanguageModelToolInformation,
  lm,
  workspace,
} from 'vscode';
import { isCovered } from '../../core/agent/glob.ts';
import type { AgentTool } from '../../core/agent/tool.ts';
import { isObject } from '../../core/json.ts';
import { moreTools, toolsEnabled } from '../settings.ts';
import { isMcpTool } from '../undocumented.ts';
import { invoke } from './invoke.ts';
import { isOwnTool, onlyLooks } from './own/ownTools.ts';
import type { ToolPermissions } from './permissions.ts';

/** Vendors take no more, and no other names. */
const maxTools = 128;
const fitName = /^[\w-]{1,64}$/;

/** What a model is offered of VS Code's tools, where the person lets it use any. */
export class OfferedTools {
  readonly #permissions: ToolPermissions;

  constructor(permissions: ToolPermissions) {
    this.#permissions = permissions;
  }

  /** In the panel: Maestro's own, those of MCP servers, and what the user has named. */
  forPanel(): readonly AgentTool[] {
    return this.#offer((tool) => isOwnTool(tool.name) || isMcpTool(tool) || isNamed(tool), undefined);
  }

  /** For a request to `@maestro`: what it refers to, Maestro's own that only look, and what the user has named. */
  forRequest({ toolReferences, toolInvocationToken }: ChatRequest): readonly AgentTool[] {
    const referred = new Set(toolReferences.map(({ name }) => name));
    const isOffered = (tool: LanguageModelToolInformation): boolean =>
      referred.has(tool.name) || onlyLooks(tool.name) || isNamed(tool);
    return this.#offer(isOffered, toolInvocationToken);
  }

  #offer(
    isOffered: (tool: LanguageModelToolInformation) => boolean,
    token: ChatParticipantToolToken | undefined,
  ): readonly AgentTool[] {
    if (!workspace.isTrusted || !toolsEnabled()) return [];
    // Old versions of VS Code and forks may have no tools.
    const known: readonly LanguageModelToolInformation[] = lm?.tools ?? [];
    const offered = known.filter((tool) => fitName.test(tool.name) && isOffered(tool));
    // Its own first, so that too many others do not push them out.
    const sorted = [
      ...offered.filter(({ name }) => isOwnTool(name)),
      ...offered.filter(({ name }) => !isOwnTool(name)),
    ];
    return sorted.slice(0, maxTools).map((tool) => this.#agentTool(tool, token));
  }

  #agentTool(info: LanguageModelToolInformation, token: ChatParticipantToolToken | undefined): AgentTool {
    const { name, description, inputSchema } = info;
    const permissions = this.#permissions;
    // Maestro's own change nothing without a diff and a click; before those of MCP servers VS Code asks.
    const asksItself = isOwnTool(name) || isMcpTool(info);
    return {
      tool: { name, description, parameters: isObject(inputSchema) ? inputSchema : { type: 'object', properties: {} } },
      readOnly: onlyLooks(name),
      mustAsk: () => !asksItself && !permissions.isAllowed(name),
      ask: (input, signal) => permissions.ask(name, input, signal),
      run: (input, signal) => invoke(name, input, token, signal),
    };
  }
}

function isNamed({ name }: LanguageModelToolInformation): boolean {
  return moreTools().some((pattern) => isCovered(pattern, name));
}
