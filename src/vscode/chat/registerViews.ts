import { type Disposable, window } from 'vscode';
import type { OnDemand } from '../../core/onDemand.ts';
import type { Surfaces } from '../surfaces.ts';
import { chatViewId, sideViewId, tabType } from './viewIds.ts';

/** Tells VS Code of the views in the side bars and of the editor tabs. */
export function registerViews(surfaces: OnDemand<Surfaces>): readonly Disposable[] {
  return [
    ...[chatViewId, sideViewId].map((id) =>
      window.registerWebviewViewProvider(id, {
        resolveWebviewView: async (view) => (await surfaces.get()).views.fill(view),
      }),
    ),
    window.registerWebviewPanelSerializer(tabType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await surfaces.get()).views.restoreTab(panel, state),
    }),
  ];
}
