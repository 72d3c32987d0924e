// The page of the sidebar: takes updates from the host and draws once a frame.
import { oncePerFrame } from './frames.ts';
import { connectHost } from './host.ts';
import { emptyState, reduce } from './store.ts';
import { Page } from './view/page.ts';

const root = document.getElementById('app');
if (root !== null) start(root);

function start(app: HTMLElement): void {
  const host = connectHost();
  const page = new Page(app, host, () => draw());
  let state = emptyState;
  let focusAsked = false;
  const draw = oncePerFrame(() => {
    if (page.render(state)) draw();
    if (focusAsked) page.focus();
    focusAsked = false;
  });
  host.onUpdate((update) => {
    state = reduce(state, update);
    focusAsked ||= update.kind === 'focus';
    draw();
  });
  host.post({ kind: 'ready' });
}
