import { type Diagnostic, l10n, languages, type Uri, window, workspace } from 'vscode';
import type { Reading } from '../participant/readReference.ts';
import { problemText } from '../problemText.ts';
import { type ContextSource, changingSource } from './contextSource.ts';

type Located = readonly [Uri, readonly Diagnostic[]];

const mostProblems = 500;

/** What VS Code reports as problems: those of the file that is looked at, and all of them. Each only if there are any. */
export function problemSources(): readonly ContextSource[] {
  const active = window.activeTextEditor?.document.uri;
  const sources = [...(active === undefined ? [] : [source(active)]), source(null)];
  return sources.filter((one) => one !== null);
}

function source(file: Uri | null): ContextSource | null {
  const count = countOf(problemsOf(file));
  if (count === 0) return null;
  const name = file === null ? null : workspace.asRelativePath(file);
  const label = name === null ? l10n.t('Problems') : l10n.t('Problems in this file');
  const problems = {
    kind: 'problems',
    origin: 'problems',
    key: `problems ${file?.toString() ?? ''}`,
    label,
    detail: name === null ? l10n.t('{0} in all', count) : l10n.t('{0} in {1}', count, name),
    place: file,
  } as const;
  return changingSource(problems, async () => reading(label, problemsOf(file)));
}

function problemsOf(file: Uri | null): readonly Located[] {
  const found: readonly Located[] =
    file === null ? languages.getDiagnostics() : [[file, languages.getDiagnostics(file)]];
  return found.filter(([, problems]) => problems.length > 0);
}

function countOf(found: readonly Located[]): number {
  return found.reduce((count, [, problems]) => count + problems.length, 0);
}

function reading(name: string, found: readonly Located[]): Reading {
  const title = 'Problems that the editor reports';
  return { kind: 'text', title, language: '', text: problemLines(found), name, place: null };
}

/** A line each, the worst first, as compilers write them. */
export function problemLines(found: readonly Located[]): string {
  const all = found.flatMap(([uri, problems]) => problems.map((problem) => ({ uri, problem })));
  const sorted = all.toSorted((a, b) => a.problem.severity - b.problem.severity).slice(0, mostProblems);
  const more = all.length > sorted.length ? [`… and ${all.length - sorted.length} more`] : [];
  return [...sorted.map(({ uri, problem }) => lineOf(uri, problem)), ...more].join('\n');
}

function lineOf(uri: Uri, problem: Diagnostic): string {
  const { line, character } = problem.range.start;
  const text = problemText(problem).replaceAll('\n', '\n    ');
  return `${workspace.asRelativePath(uri)}:${line + 1}:${character + 1}: ${text}`;
}
