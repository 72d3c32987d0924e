// The page of the sidebar: takes updates from the host and draws once a frame.
import type { Intent } from './bridge.ts';
import { oncePerFrame } from './frames.ts';
import { Highlighter } from './highlight/highlighter.ts';
import { Palette } from './highlight/palette.ts';
import { connectHost } from './host.ts';
import { emptyState, reduce, stopped } from './store.ts';
import { onCodeClick } from './view/codeClick.ts';
import { FileLinks } from './view/fileLinks.ts';
import { Page } from './view/page.ts';
import { highlightIn, onSettled } from './view/settled.ts';

const root = document.getElementById('app');
if (root !== null) start(root);

function start(app: HTMLElement): void {
  const host = connectHost(app.dataset['instance']);
  const page = new Page(app, { ...host, post }, () => draw());
  const files = new FileLinks(app, post);
  const palette = new Palette();
  const highlighter = new Highlighter(() => import('./highlight/grammars.ts'));
  let state = emptyState;
  let focusAsked = false;
  const draw = oncePerFrame(() => {
    if (page.render(state)) draw();
    if (focusAsked) page.focus();
    focusAsked = false;
  });
  host.onUpdate((update) => {
    if (update.kind === 'ping') return host.post({ kind: 'alive' });
    state = reduce(state, update);
    focusAsked ||= update.kind === 'focus';
    page.hear(update);
    if (update.kind === 'files') files.hear(update);
    if (update.kind === 'colours') palette.set(update);
    draw();
  });
  onSettled(app, (part) => {
    highlightIn(part, highlighter);
    files.lookIn(part);
  });
  onCodeClick(app, (use, id) => post({ kind: 'code', use, ...id }));
  host.post({ kind: 'ready' });

  /** Who stops an answer sees at once that it stopped, however long the host takes to hear of it. */
  function post(intent: Intent): void {
    host.post(intent);
    if (intent.kind !== 'stop' && intent.kind !== 'interrupt') return;
    state = stopped(state);
    draw();
  }
}
