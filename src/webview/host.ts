import { isObject, stringAt } from '../core/json.ts';
import { type Intent, maxQuestionLength, type Update } from './bridge.ts';
import { readUpdate } from './updates.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the page sees it. */
export interface Host {
  post(intent: Intent): void;
  onUpdate(listener: (update: Update) => void): void;
  /** The question that was being written when the page was last here. */
  draft(): string;
  keepDraft(text: string): void;
}

/** Takes VS Code's API, which it gives once a page. `instance` is what the host calls this load of the page. */
export function connectHost(instance: string | undefined): Host {
  const api = acquireVsCodeApi();
  const before = api.getState();
  let draft = (stringAt(before, 'draft') ?? '').slice(0, maxQuestionLength);
  let conversation = stringAt(before, 'conversation');
  // VS Code gives this back to the host when it restores an editor tab.
  const keep = (): void => api.setState(conversation === null ? { draft } : { draft, conversation });
  return {
    post: (intent) => api.postMessage(instance === undefined ? intent : { ...intent, page: instance }),
    onUpdate(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.origin !== window.origin || !isObject(event.data)) return;
        const update = readUpdate(event.data);
        if (update === null) return;
        if (update.kind === 'snapshot' && update.state.conversation.id !== conversation) {
          conversation = update.state.conversation.id;
          keep();
        }
        listener(update);
      });
    },
    draft: () => draft,
    keepDraft(text) {
      draft = text;
      keep();
    },
  };
}
