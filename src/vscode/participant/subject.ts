import {
  type ChatPromptReference,
  type Diagnostic,
  DiagnosticSeverity,
  Location,
  languages,
  type Range,
  RelativePattern,
  Uri,
  window,
  workspace,
} from 'vscode';
import { problemText } from '../problemText.ts';

/** Most problems of a file that a model is told of. */
const mostProblems = 50;

/**
 * What a command is about where the person has attached nothing: what is selected in the editor, else the whole file. `null`
 * where no editor is open either.
 */
export function subjectOf(attached: readonly ChatPromptReference[]): readonly ChatPromptReference[] | null {
  if (attached.length > 0) return [];
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { document, selection } = editor;
  return [{ id: 'subject', value: selection.isEmpty ? document.uri : new Location(document.uri, selection) }];
}

/** The errors and warnings that VS Code shows where the references lead to, as texts. */
export function problemsOf(references: readonly ChatPromptReference[]): readonly ChatPromptReference[] {
  return references.flatMap(({ value }) => {
    if (value instanceof Location) return problemsIn(value.uri, value.range);
    return value instanceof Uri ? problemsIn(value, null) : [];
  });
}

/** A test of the project that is written in the same language, for its framework and style; none where none is found. */
export async function testLike(references: readonly ChatPromptReference[]): Promise<readonly ChatPromptReference[]> {
  for (const { value } of references) {
    const place = value instanceof Location ? value.uri : value instanceof Uri ? value : null;
    const folder = place === null ? undefined : workspace.getWorkspaceFolder(place);
    const ending = /\.(\w+)$/.exec(place?.path ?? '')?.[1];
    if (folder === undefined || ending === undefined) continue;
    const pattern = new RelativePattern(folder, `**/{*.test,*.spec,*_test,*Test,test_*}.${ending}`);
    const [found] = await workspace.findFiles(pattern, '**/node_modules/**', 1);
    if (found !== undefined && found.toString() !== place?.toString()) return [{ id: 'test', value: found }];
  }
  return [];
}

function problemsIn(uri: Uri, range: Range | null): readonly ChatPromptReference[] {
  const problems = languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === DiagnosticSeverity.Error || severity === DiagnosticSeverity.Warning)
    .filter((problem) => range === null || problem.range.intersection(range) !== undefined);
  if (problems.length === 0) return [];
  const name = workspace.asRelativePath(uri);
  const modelDescription = `Problems that the editor shows in \`${name}\``;
  return [{ id: name, modelDescription, value: problems.slice(0, mostProblems).map(lineOf).join('\n') }];
}

function lineOf(problem: Diagnostic): string {
  return `Line ${problem.range.start.line + 1}: ${problemText(problem)}`;
}
