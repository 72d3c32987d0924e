import { type Finding, failing, fine, warning } from './finding.ts';

/** What decides whether VS Code's own chat shows our models. */
export interface ModelFacts {
  /** As VS Code names it: `1.140.0`, perhaps with a suffix. */
  readonly version: string;
  /** Whether this editor has language models of extensions at all; forks may not. */
  readonly hasApi: boolean;
  /** How many of ours VS Code lists; `null` where it could not be asked. */
  readonly listed: number | null;
  /** How many Maestro gives it. */
  readonly given: number;
  /** `chat.disableAIFeatures`. */
  readonly isDisabled: boolean;
  readonly isTrusted: boolean;
}

const title = 'Models in VS Code';
const panelWorks = 'Maestro’s own view does not depend on it.';
const inPicker =
  'If the picker misses some, tick them under “Chat: Manage Language Models”; an organization’s policy against own keys, and a GitHub account without Copilot, can hide them all.';

/** The first version whose chat needs no GitHub account for models of extensions (microsoft/vscode#316202). */
const withoutGitHub = 122;
/** The version that hid models of extensions (microsoft/vscode#316687). */
const hiding = 120;

/** Whether VS Code lists our models, and what may hide them there. */
export function modelFindings(facts: ModelFacts): readonly Finding[] {
  const { hasApi, listed, given, isDisabled, isTrusted, version } = facts;
  if (!hasApi) {
    return [
      warning(title, `This editor has no language models of extensions. ${panelWorks}`, 'Use Maestro’s own view.'),
    ];
  }
  const findings: Finding[] = [listFinding(listed, given), ...versionFindings(version)];
  if (isDisabled)
    findings.push(
      warning('AI features', 'chat.disableAIFeatures hides VS Code’s chat.', `Switch it off. ${panelWorks}`),
    );
  if (!isTrusted) {
    findings.push(
      warning(
        'Trust',
        'In a folder that is not trusted, VS Code’s chat may hide models.',
        'Trust the folder if you know its content.',
      ),
    );
  }
  return findings;
}

function listFinding(listed: number | null, given: number): Finding {
  if (listed === null) return warning(title, 'VS Code could not be asked for them.', 'Reload the window.');
  if (listed === given)
    return { ...fine(title, `VS Code lists all that Maestro gives it: ${given}.`), wayOut: inPicker };
  const wayOut = 'Reload the window. If that does not help, report it with this text.';
  const sentence = `VS Code lists ${listed} of ${given}.`;
  return listed === 0 ? failing(title, sentence, wayOut) : warning(title, sentence, wayOut);
}

function versionFindings(version: string): readonly Finding[] {
  const minor = Number(/^1\.(\d+)\./.exec(version)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor) || minor >= withoutGitHub) return [];
  const sentence =
    minor === hiding
      ? 'This version of VS Code hides models of extensions for some people.'
      : 'Before 1.122, VS Code’s chat wants a GitHub account with Copilot, also for models of extensions.';
  return [warning('Version of VS Code', `${sentence} ${panelWorks}`, 'Update VS Code.')];
}
