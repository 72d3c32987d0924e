import type { ContextKind } from '../bridge.ts';

/** The codicon of each kind of context. */
export const contextIcons: Readonly<Record<ContextKind, string>> = {
  file: 'file',
  folder: 'folder',
  selection: 'selection',
  problems: 'warning',
  changes: 'git-compare',
  terminal: 'terminal',
  image: 'file-media',
  text: 'note',
};
