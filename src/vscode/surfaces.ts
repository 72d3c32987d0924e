import type { Disposable, ExtensionContext } from 'vscode';
import { Drafts } from '../core/chat/drafts.ts';
import { Library } from '../core/chat/library.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Clock, Log } from '../core/ports.ts';
import { ChatViews } from './chat/chatViews.ts';
import { OpenConversations } from './chat/openConversations.ts';
import { savingNotice } from './chat/savingNotice.ts';
import { CodeProposals } from './codeProposals.ts';
import { watchFirstAnswer } from './firstSteps.ts';
import { ChatThreads } from './participant/chatThreads.ts';
import type { ConversationStorage } from './storage.ts';
import { Agents } from './tools/agents.ts';

export interface SurfacesDeps extends Pick<ExtensionContext, 'extensionUri' | 'workspaceState'> {
  readonly maestro: Maestro;
  readonly kept: ConversationStorage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What is needed only once somebody chats: the panel's conversations and pages, `@maestro`, and the tools. `extension.ts` loads
 * this with the first of them.
 */
export class Surfaces implements Disposable {
  readonly maestro: Maestro;
  readonly agents: Agents;
  readonly library: Library;
  readonly conversations: OpenConversations;
  readonly proposals = new CodeProposals();
  readonly views: ChatViews;
  readonly threads: ChatThreads;
  readonly #firstAnswer: Disposable;

  constructor({ maestro, kept, clock, log, extensionUri, workspaceState }: SurfacesDeps) {
    const { files, texts } = kept;
    const drafts = new Drafts({ texts: kept.drafts, clock });
    this.maestro = maestro;
    this.library = new Library({ files, texts, clock, onSaving: savingNotice(log) });
    this.agents = new Agents(maestro, workspaceState);
    this.conversations = new OpenConversations(maestro, this.agents, this.library, drafts);
    const { conversations, proposals } = this;
    this.views = new ChatViews({ maestro, conversations, proposals, extensionUri, workspaceState, log });
    this.threads = new ChatThreads(conversations);
    this.#firstAnswer = watchFirstAnswer(conversations);
    void files.sweep();
    void drafts.sweep(files);
  }

  /** Ends what is being answered, and resolves when everything that was said is kept. */
  close(): Promise<void> {
    return this.conversations.dispose();
  }

  dispose(): void {
    this.#firstAnswer.dispose();
    this.proposals.dispose();
  }
}
