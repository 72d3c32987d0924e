import { type Diagnostic, DiagnosticSeverity } from 'vscode';

/** A problem that the editor reports, as compilers write it: how bad, what, and who says so. */
export function problemText({ severity, source, code, message }: Diagnostic): string {
  const id = typeof code === 'object' ? code.value : code;
  const by = [source, id].filter((part) => part !== undefined && part !== '').join(' ');
  return `${kindOf(severity)}: ${message}${by === '' ? '' : ` (${by})`}`;
}

function kindOf(severity: DiagnosticSeverity): string {
  switch (severity) {
    case DiagnosticSeverity.Error:
      return 'error';
    case DiagnosticSeverity.Warning:
      return 'warning';
    case DiagnosticSeverity.Information:
      return 'information';
    case DiagnosticSeverity.Hint:
      return 'hint';
    default:
      return severity satisfies never;
  }
}
