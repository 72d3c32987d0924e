import { isObject, stringAt } from '../core/json.ts';
import type { Intent, Update } from './bridge.ts';
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
}

/** Takes VS Code's API, which it gives once a page. `instance` is what the host calls this load of the page. */
export function connectHost(instance: string | undefined): Host {
  const api = acquireVsCodeApi();
  let conversation = stringAt(api.getState(), 'conversation');
  return {
    post: (intent) => api.postMessage(instance === undefined ? intent : { ...intent, page: instance }),
    onUpdate(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.origin !== window.origin || !isObject(event.data)) return;
        const update = readUpdate(event.data);
        if (update === null) return;
        if (update.kind === 'snapshot' && update.state.conversation.id !== conversation) {
          conversation = update.state.conversation.id;
          // VS Code gives this back to the host when it restores an editor tab.
          api.setState({ conversation });
        }
        listener(update);
      });
    },
  };
}
