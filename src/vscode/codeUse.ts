import { EndOfLine, l10n, languages, type Selection, type TextEditor, window, workspace } from 'vscode';
import type { CodeUse } from '../webview/bridge.ts';
import type { CodeText } from '../webview/markdown/codeBlocks.ts';
import { languageIn } from '../webview/markdown/codeInfo.ts';
import { placed, type Span } from './codePlacement.ts';
import type { CodeProposals } from './codeProposals.ts';
import { activeEditor, type CodeTarget, codeTarget } from './codeTarget.ts';

/** What models call a language that VS Code calls otherwise. */
const languageIds: ReadonlyMap<string, string> = new Map(
  (
    'js javascript,mjs javascript,node javascript,jsx javascriptreact,ts typescript,tsx typescriptreact,py python,' +
    'sh shellscript,bash shellscript,zsh shellscript,shell shellscript,console shellscript,ps1 powershell,pwsh powershell,' +
    'c# csharp,cs csharp,c++ cpp,cc cpp,golang go,rb ruby,rs rust,kt kotlin,md markdown,yml yaml,docker dockerfile,' +
    'tex latex,objc objective-c,patch diff,postgresql sql,mysql sql,sqlite sql,htm html,make makefile'
  )
    .split(',')
    .map((pair) => pair.split(' '))
    .map(([name = '', id = '']) => [name, id]),
);

/** Does what a button of a code block is for. */
export async function useCode(use: CodeUse, code: CodeText, proposals: CodeProposals): Promise<void> {
  switch (use) {
    case 'insert':
      return insertCode(code);
    case 'new-file':
      return openAsNewFile(code);
    case 'apply':
      return proposeCode(code, proposals);
    default:
      return use satisfies never;
  }
}

/** Puts the code in the place of what is selected, at each cursor, as deep as the line there is indented. */
async function insertCode({ code }: CodeText): Promise<void> {
  const editor = activeEditor();
  if (editor === null) {
    void window.showInformationMessage(l10n.t('Open the file that the code is to go to, and put the cursor there.'));
    return;
  }
  const inserted = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, indented(code, editor, selection));
  });
  if (!inserted) void window.showErrorMessage(l10n.t('The file cannot be changed.'));
  else await window.showTextDocument(editor.document, { viewColumn: editor.viewColumn ?? 1, preserveFocus: false });
}

function indented(code: string, { document }: TextEditor, { start }: Selection): string {
  const before = document.lineAt(start.line).text.slice(0, start.character);
  return before.trim() === '' ? code.replaceAll('\n', `\n${before}`) : code;
}

async function openAsNewFile({ info, code }: CodeText): Promise<void> {
  const name = languageIn(info).toLowerCase();
  const id = languageIds.get(name) ?? name;
  const known = (await languages.getLanguages()).includes(id);
  const document = await workspace.openTextDocument({ content: `${code}\n`, ...(known && { language: id }) });
  await window.showTextDocument(document, { preview: false });
}

async function proposeCode(code: CodeText, proposals: CodeProposals): Promise<void> {
  const target = await codeTarget(code);
  if (target === null) return;
  const before = target.kind === 'new' ? '' : target.document.getText();
  const after = afterOf(target, before, code.code);
  if (after === null) {
    void window.showWarningMessage(
      l10n.t('This patch does not fit the file: the lines that it changes are not there.'),
    );
  } else if (after === before) {
    void window.showInformationMessage(l10n.t('The file is like this already.'));
  } else {
    const document = target.kind === 'new' ? null : target.document;
    const uri = target.kind === 'new' ? target.uri : target.document.uri;
    await proposals.show({ uri, document, before, after });
  }
}

function afterOf(target: CodeTarget, before: string, code: string): string | null {
  if (target.kind === 'new') return placed('', code, null);
  const after = placed(withoutReturns(before), code, selectionIn(target));
  return target.document.eol === EndOfLine.CRLF ? (after?.replaceAll('\n', '\r\n') ?? null) : after;
}

/** What is selected in the file, in units of its text with `\n` as its line end. */
function selectionIn({ document, editor }: Extract<CodeTarget, { kind: 'document' }>): Span | null {
  if (editor === null) return null;
  const offset = (line: number, character: number): number =>
    withoutReturns(document.getText()).split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  const { start, end } = editor.selection;
  return { start: offset(start.line, start.character), end: offset(end.line, end.character) };
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
