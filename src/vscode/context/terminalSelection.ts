import { l10n, window } from 'vscode';
import { plainOutput } from '../../core/chat/plainOutput.ts';
import { cleanText } from '../../core/cleanText.ts';
import { terminalSelection } from '../undocumented.ts';
import { type ContextSource, textSource } from './contextSource.ts';

/** What is selected in the terminal that is looked at, or was; `null` if nothing is. */
export async function terminalSelectionSource(): Promise<ContextSource | null> {
  const selected = window.activeTerminal === undefined ? null : await terminalSelection();
  if (selected === null) return null;
  const text = plainOutput(selected);
  const label = l10n.t('Terminal selection');
  const source = {
    kind: 'terminal',
    origin: 'terminal',
    key: `terminal ${text}`,
    label,
    detail: cleanText(text),
  } as const;
  return textSource(source, { title: 'What is selected in the terminal', language: 'console', text });
}
