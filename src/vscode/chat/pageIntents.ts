import { commands, env, Uri } from 'vscode';
import { conversationId, turnId } from '../../core/model.ts';
import type { Action, ConversationIntent, Intent } from '../../webview/bridge.ts';
import { commandOf } from '../actions.ts';
import { AnswerUses } from '../answerUses.ts';
import { ThemeColours } from '../theme/themeColours.ts';
import type { ChatPage } from './chatPage.ts';
import type { ChatViews } from './chatViews.ts';
import { chooseAnswerer } from './chooseAnswerer.ts';
import { chooseConversationAccount, chooseConversationModel } from './conversationAccount.ts';
import { exportConversation, importConversation } from './exchange.ts';
import { PageHistory } from './pageHistory.ts';

/** What a page wants, done to the conversation that it shows. */
export class PageIntents {
  readonly #page: ChatPage;
  readonly #views: ChatViews;
  readonly #history: PageHistory;
  readonly #uses: AnswerUses;
  readonly #colours: ThemeColours;

  constructor(page: ChatPage, views: ChatViews) {
    this.#page = page;
    this.#views = views;
    this.#history = new PageHistory(page, views.conversations);
    this.#uses = new AnswerUses((turn) => page.host.textsOf(turnId(turn)), views.proposals);
    this.#colours = new ThemeColours((update) => page.post(update));
  }

  dispose(): void {
    this.#history.dispose();
    this.#colours.dispose();
  }

  async handle(intent: Intent): Promise<void> {
    const { host } = this.#page;
    switch (intent.kind) {
      case 'ready':
        await this.#views.ready();
        this.#page.tellAll();
        return this.#colours.tell();
      case 'send':
        return host.send(intent.text);
      case 'interrupt':
        return host.interrupt(intent.text);
      case 'stop':
        return host.stop();
      case 'alive':
        return;
      case 'action':
        return this.#act(intent.action, intent.turn ?? null);
      case 'sign-in':
        return void commands.executeCommand('maestro.signIn', { vendor: intent.vendor });
      case 'open-link':
        // VS Code asks before it leaves for a site that the person does not trust.
        return void (await env.openExternal(Uri.parse(intent.href, true)));
      case 'code':
      case 'find-files':
      case 'open-file':
        return this.#uses.handle(intent, (update) => this.#page.post(update));
      case 'written':
      case 'edited':
      case 'search-context':
      case 'add-context':
      case 'attach':
      case 'attach-selection':
      case 'attach-image':
      case 'attach-text':
      case 'attach-dropped':
      case 'detach':
      case 'queue-edit':
      case 'queue-remove':
      case 'queue-send':
        return host.composer.handle(intent, (update) => this.#page.post(update));
      default:
        return this.#turns(intent);
    }
  }

  /** What concerns one turn, or the conversation as a whole. */
  async #turns(intent: ConversationIntent): Promise<void> {
    const { host } = this.#page;
    switch (intent.kind) {
      case 'edit':
        return host.edit(turnId(intent.turn), intent.text);
      case 'again': {
        if (!intent.choose) return host.again(turnId(intent.turn));
        const asked = await chooseAnswerer(this.#views.maestro);
        return asked === null ? undefined : host.again(turnId(intent.turn), asked);
      }
      case 'sibling':
        return host.sibling(turnId(intent.turn), intent.step);
      case 'continue':
        return host.resume(turnId(intent.turn));
      case 'open-in-editor':
        return this.#views.openInEditor(intent.conversation ?? host.conversation.id);
      default:
        return this.#conversations(intent);
    }
  }

  async #conversations(
    intent: Exclude<ConversationIntent, { kind: 'edit' | 'again' | 'sibling' | 'continue' | 'open-in-editor' }>,
  ): Promise<void> {
    const { conversations } = this.#views;
    switch (intent.kind) {
      case 'history':
        return this.#history.show();
      case 'search':
        return this.#history.search(intent.text);
      case 'new':
        this.#history.left();
        return this.#views.begin(this.#page);
      case 'open':
        this.#history.left();
        return this.#views.show(this.#page, intent.conversation, intent.turn ?? null);
      case 'rename':
        return conversations.rename(intent.conversation, intent.title);
      case 'delete':
        return this.#views.delete(this.#page, conversationId(intent.conversation));
      case 'restore':
        return this.#views.restore(conversationId(intent.conversation));
      case 'export':
        return void (await conversations.use(intent.conversation, ({ conversation }) =>
          exportConversation(conversation, intent.format),
        ));
      case 'import':
        return importConversation(this.#views, this.#page);
      default:
        return intent satisfies never;
    }
  }

  async #act(action: Action, turn: string | null): Promise<void> {
    const { host } = this.#page;
    if (action === 'retry') return host.retry(turn === null ? undefined : turnId(turn));
    if (action === 'new-chat') return this.#views.begin(this.#page);
    const own = host.conversation.account;
    if (action === 'switch-account' && own !== null) return chooseConversationAccount(this.#views.maestro, host);
    if (action === 'choose-model' && host.conversation.tree.model !== null)
      return chooseConversationModel(this.#views.maestro, host);
    const command = commandOf(action);
    const account = action === 'choose-model' ? own : host.lastAsked;
    if (command !== null) void commands.executeCommand(command, { account });
  }
}
