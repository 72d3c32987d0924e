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

/** Takes VS Code's API, which it gives once a page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (intent) => api.postMessage(intent),
    onUpdate(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.origin !== window.origin || !isObject(event.data)) return;
        const update = readUpdate(event.data);
        if (update !== null) listener(update);
      });
    },
    draft() {
      const state = api.getState();
      return (isObject(state) ? (stringAt(state, 'draft') ?? '') : '').slice(0, maxQuestionLength);
    },
    keepDraft: (draft) => api.setState({ draft }),
  };
}
