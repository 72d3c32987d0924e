import { type ChatFollowup, type ChatResult, l10n } from 'vscode';
import { stringAt } from '../../core/json.ts';
import type { Outcome } from '../../core/parts.ts';
import { type CommandName, isLocal, readCommand } from './commands.ts';

/** What the metadata of a result keep so that {@link followUps} knows what may come next. */
export function writeEnding(command: CommandName | null, outcome: Outcome): Readonly<Record<string, string>> {
  const ending = outcome.kind === 'complete' ? outcome.reason : outcome.kind;
  return command === null ? { ending } : { command, ending };
}

/** What a person may want next, after a whole answer to a command and after one that was cut. */
export function followUps({ metadata }: ChatResult): ChatFollowup[] {
  // VS Code asks those that name no command with the one before.
  return nextOnes(metadata).map((one) => ({ command: '', ...one }));
}

function nextOnes(metadata: ChatResult['metadata']): readonly ChatFollowup[] {
  const ending = stringAt(metadata, 'ending');
  const command = readCommand(stringAt(metadata, 'command'));
  if (isLocal(command)) return afterCommand(command);
  const inPanel = { command: 'panel', prompt: '', label: l10n.t('Continue in Panel') };
  if (ending === 'length') return [{ prompt: l10n.t('Go on where you stopped.'), label: l10n.t('Go on') }, inPanel];
  return ending === 'stop' ? [...afterCommand(command), inPanel] : [];
}

function afterCommand(command: CommandName | null): ChatFollowup[] {
  switch (command) {
    case 'explain':
      return [
        { prompt: l10n.t('Which weaknesses does this code have?') },
        { command: 'tests', prompt: l10n.t('for this code'), label: l10n.t('Write tests for it') },
      ];
    case 'fix':
      return [
        { prompt: l10n.t('Why did this go wrong, and where else may it?') },
        {
          command: 'tests',
          prompt: l10n.t('that would have found the fault'),
          label: l10n.t('Write a test that finds it'),
        },
      ];
    case 'tests':
      return [{ prompt: l10n.t('Which cases do these tests not cover?') }];
    case 'commit':
      return [
        { command: 'commit', prompt: l10n.t('Shorter, please.'), label: l10n.t('Shorter') },
        { command: 'commit', prompt: l10n.t('With the reasons for the change.'), label: l10n.t('With reasons') },
      ];
    case 'account':
      return [{ command: 'usage', prompt: '', label: l10n.t('What is left of its plan?') }];
    case 'usage':
    case 'panel':
    case 'doc':
    case 'continue':
    case null:
      return [];
    default:
      return command satisfies never;
  }
}
